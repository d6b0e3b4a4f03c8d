/** An IBAN in groups of four, left to right in every language. Nothing stands between the groups: copied, it has no gaps. */
export function GroupedIban({ iban }: { iban: string }) {
  return (
    <bdi dir="ltr">
      {groupsOf(iban).map(({ at, signs }) => (
        <span className="me-[0.3em] inline-block last:me-0" key={at}>
          {signs}
        </span>
      ))}
    </bdi>
  )
}

const groupsOf = (iban: string) => (iban.match(/.{1,4}/g) ?? []).map((signs, index) => ({ at: index, signs }))
