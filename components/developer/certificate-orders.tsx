import { useTimeZone } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ListedCertificate } from '@/lib/developers/certificates'
import { daysLeft } from '@/lib/tpp/certificate-end'
import { CertificateTable, FIRST_WARNING_DAYS, KINDS } from './certificate-table'

const AREA =
  'mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label'

/** The organisation's certificates with what can be done about each, and the orders. Null: the trust service is silent. */
export function CertificateOrders({ certificates, now }: CertificateOrdersProps) {
  if (certificates === null)
    return (
      <Notice alert tone="danger">
        The sandbox&apos;s trust service does not answer. npm run demo starts it.
      </Notice>
    )
  return (
    <>
      <Ends certificates={certificates} now={now} />
      {certificates.length === 0 ? (
        <p className="mb-4 max-w-prose text-muted">
          None yet. A pair is a QWAC for connections and a QSealC for signatures; you get both with their
          keys.
        </p>
      ) : (
        <CertificateTable certificates={certificates} now={now} />
      )}
      <form action="/developer/application/order" className="mt-5 grid max-w-prose gap-4" method="post">
        <input name="uses" type="hidden" value="pair" />
        <details>
          <summary className="inline-flex min-h-11 cursor-pointer items-center text-small underline decoration-1 underline-offset-4">
            By requests (CSR) for keys of your own
          </summary>
          <div className="grid gap-4">
            <Request id="webRequest" label="For the QWAC" />
            <Request id="sealRequest" label="For the QSealC" />
          </div>
        </details>
        <Button kind={certificates.length === 0 ? 'primary' : 'secondary'}>
          {certificates.length === 0 ? 'Get certificates' : 'Get another pair'}
        </Button>
      </form>
    </>
  )
}

/** Of each kind the one that lasts longest, where its end is near: as the bank warns of it by message and header. */
function Ends({ certificates, now }: { certificates: ListedCertificate[]; now: string }) {
  const formats = useFormats()
  const timeZone = useTimeZone() ?? 'UTC'
  const ending = (['web', 'eseal'] as const).flatMap((use) => {
    const ends = certificates.flatMap((one) => (one.use === use && !one.revokedAt && one.notAfter) || [])
    const [last] = ends.sort().reverse()
    const days = last ? daysLeft({ notAfter: new Date(last), now: new Date(now), timeZone }) : null
    return last && days !== null && days >= 0 && days <= FIRST_WARNING_DAYS ? [{ use, last, days }] : []
  })
  if (ending.length === 0) return null
  return (
    <div className="mb-4">
      <Notice icon="clock" tone="attention">
        {ending.map(({ use, last, days }) => (
          <p key={use}>
            {`Your ${KINDS[use]} that lasts longest ends on ${formats.date(last)}, in ${days} ${days === 1 ? 'day' : 'days'}. Renew it: your client and permissions stay.`}
          </p>
        ))}
      </Notice>
    </div>
  )
}

function Request({ id, label }: { id: string; label: string }) {
  return (
    <div>
      <label className="block font-strong text-small" htmlFor={id}>
        {label}
      </label>
      <textarea
        className={AREA}
        id={id}
        maxLength={10_000}
        name={id}
        placeholder="-----BEGIN CERTIFICATE REQUEST-----"
        rows={5}
      />
    </div>
  )
}

type CertificateOrdersProps = { certificates: ListedCertificate[] | null; now: string }
