/** The status as the interface names it, with the reason where it is rejected. */
export function PaymentStatus({ status, rejection }: { status: string; rejection: string | null }) {
  return (
    <>
      <code className="font-mono text-label">{status}</code>
      {rejection ? (
        <>
          {' '}
          (<code className="font-mono text-label">{rejection}</code>)
        </>
      ) : null}
    </>
  )
}
