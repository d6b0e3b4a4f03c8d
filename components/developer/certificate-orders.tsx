import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Pill } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { ListedCertificate } from '@/lib/developers/certificates'
import { WARNED_DAYS } from '@/lib/tpp/certificate-end'

const FIRST_WARNING_DAYS = Math.max(...WARNED_DAYS)
const KINDS = { web: 'QWAC', eseal: 'QSealC' } as const
const QUIET = 'min-h-11 cursor-pointer underline decoration-1 underline-offset-4'
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
        <Table
          caption="Certificates"
          columns={[
            { id: 'kind', label: 'Certificate' },
            { id: 'ends', label: 'Lasts' },
            { id: 'look', label: 'The bank' },
            { id: 'act', label: 'Do' },
          ]}
          rows={certificates.map((one) => ({
            id: one.serial,
            cells: {
              kind: (
                <>
                  {KINDS[one.use]}
                  <code className="block break-all font-mono text-label text-muted">{one.serial}</code>
                </>
              ),
              ends: <Left certificate={one} now={now} />,
              look: (
                <a
                  className="inline-flex min-h-11 items-center"
                  href={`/developer/application/certificates/${one.serial}?use=${one.use}`}
                >
                  Verdict
                </a>
              ),
              act: one.revokedAt ? '–' : <Acts certificate={one} />,
            },
          }))}
        />
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
  const ending = (['web', 'eseal'] as const).flatMap((use) => {
    const ends = certificates.flatMap((one) => (one.use === use && !one.revokedAt && one.notAfter) || [])
    const [last] = ends.sort().reverse()
    const days = last ? formats.daysBetween(now, last) : null
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

function Left({ certificate, now }: { certificate: ListedCertificate; now: string }) {
  const formats = useFormats()
  const { revokedAt, notAfter, revokedBy } = certificate
  if (revokedAt)
    return (
      <Pill icon="ringCross" tone="revoked">
        {`Revoked on ${formats.date(revokedAt)}${revokedBy ? ` by ${BY[revokedBy] ?? revokedBy}` : ''}`}
      </Pill>
    )
  if (!notAfter) return null
  const days = formats.daysBetween(now, notAfter)
  const words =
    days < 0 ? `Ended on ${formats.date(notAfter)}` : `${days} days left, to ${formats.date(notAfter)}`
  return days <= FIRST_WARNING_DAYS ? <strong className="font-strong text-expiring">{words}</strong> : words
}

const BY: Record<string, string> = { account: 'you', holder: 'its key', operator: 'the operator' }

function Acts({ certificate: { serial, use } }: { certificate: ListedCertificate }) {
  return (
    <div className="flex flex-wrap gap-x-4">
      <form action="/developer/application/order" method="post">
        <input name="uses" type="hidden" value={use} />
        <button className={QUIET} type="submit">
          Renew
        </button>
      </form>
      <details>
        <summary className="inline-flex min-h-11 cursor-pointer items-center underline decoration-1 underline-offset-4">
          Revoke
        </summary>
        <form action="/developer/application/revoke" className="grid gap-2" method="post">
          <input name="serial" type="hidden" value={serial} />
          <label className="text-small" htmlFor={`reason-${serial}`}>
            Why
          </label>
          <select
            className="min-h-11 rounded-control border-[1.5px] border-control bg-surface px-2 text-ink"
            id={`reason-${serial}`}
            name="reason"
          >
            <option value="superseded">Replaced by another</option>
            <option value="keyCompromise">Its key is known to others</option>
            <option value="cessationOfOperation">No longer needed</option>
          </select>
          <button className={`${QUIET} text-danger`} type="submit">
            Revoke for good
          </button>
        </form>
      </details>
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
