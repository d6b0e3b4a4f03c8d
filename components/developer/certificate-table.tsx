import { useTimeZone } from 'next-intl'
import { useFormats } from '@/components/format'
import { Pill } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { ListedCertificate } from '@/lib/developers/certificates'
import { daysLeft, WARNED_DAYS } from '@/lib/tpp/certificate-end'
import { ZoneNote } from './zone-note'

export const FIRST_WARNING_DAYS = Math.max(...WARNED_DAYS)
export const KINDS = { web: 'QWAC', eseal: 'QSealC' } as const
const QUIET = 'min-h-11 cursor-pointer underline decoration-1 underline-offset-4'

/** The organisation's certificates, each with its age among its kind and with what can be done about it. */
export function CertificateTable({ certificates, now }: CertificateTableProps) {
  const formats = useFormats()
  return (
    <>
      <Table
        caption="Certificates"
        columns={[
          { id: 'kind', label: 'Certificate', phone: 'max-xs:col-span-2' },
          { id: 'ends', label: 'Lasts', phone: 'max-xs:col-span-2' },
          { id: 'look', label: 'The bank' },
          { id: 'act', label: 'Do' },
        ]}
        phoneRow="max-xs:grid max-xs:grid-cols-[auto_1fr] max-xs:gap-x-4"
        rows={certificates.map((one) => ({
          id: one.serial,
          cells: {
            kind: (
              <>
                {KINDS[one.use]}
                <span className="block text-muted">
                  {`Issued on ${formats.dateTime(one.issuedAt)}${MARKS[ageOf(one, certificates)]}`}
                </span>
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
            act: one.revokedAt ? <span className="max-xs:hidden">–</span> : <Acts certificate={one} />,
          },
        }))}
      />
      <ZoneNote />
    </>
  )
}

/** Two of a kind differ in nothing but their serials: which one was issued last says which one to use. */
function ageOf(one: ListedCertificate, all: readonly ListedCertificate[]): keyof typeof MARKS {
  const alike = all.filter(({ use, revokedAt }) => use === one.use && !revokedAt)
  if (one.revokedAt || alike.length < 2) return 'only'
  const newest = alike.reduce((first, next) => (next.issuedAt > first.issuedAt ? next : first))
  return newest.serial === one.serial ? 'newest' : 'replaced'
}

const MARKS = {
  only: '',
  newest: ', the newest',
  replaced: ', replaced by a newer one, not revoked',
} as const

function Left({ certificate, now }: { certificate: ListedCertificate; now: string }) {
  const formats = useFormats()
  const timeZone = useTimeZone() ?? 'UTC'
  const { revokedAt, notAfter, revokedBy } = certificate
  if (revokedAt)
    return (
      <Pill icon="ringCross" tone="revoked">
        {`Revoked on ${formats.date(revokedAt)}${revokedBy ? ` by ${BY[revokedBy] ?? revokedBy}` : ''}`}
      </Pill>
    )
  if (!notAfter) return null
  const days = daysLeft({ notAfter: new Date(notAfter), now: new Date(now), timeZone })
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

type CertificateTableProps = { certificates: ListedCertificate[]; now: string }
