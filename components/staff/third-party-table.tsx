import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Pill } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { FindingCount } from '@/lib/posture/find-posture'
import type { ThirdPartyRow } from '@/lib/tpp/find-third-parties'
import { CertificateLeft } from './certificate-left'
import { SearchForm } from './search-form'
import { StandingPill } from './standing-pill'

/** Every third party in a line: who it is, who licensed it, how long its certificate lasts, how it stands. */
export function ThirdPartyTable({ rows, findings, search, now }: ThirdPartyTableProps) {
  const t = useTranslations('staff.thirdParties')
  const formats = useFormats()
  return (
    <>
      <EndsSoon now={now} rows={rows.filter(({ certificateEndsSoon }) => certificateEndsSoon)} />
      <SearchForm hint={t('searchHint')} label={t('search')} name="q" value={search} />
      {rows.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <Card>
          <Table
            caption={t('caption')}
            wide={true}
            columns={COLUMNS.map(({ id, number }) => ({ id, number, label: t(`columns.${id}`) }))}
            rows={rows.map((row) => ({
              id: row.id,
              cells: {
                name: (
                  <>
                    <a href={`/staff/third-parties/${row.id}`}>
                      <bdi>{row.brand}</bdi>
                    </a>
                    <bdi className="block text-muted">{row.legalName}</bdi>
                  </>
                ),
                authority: (
                  <>
                    {row.authority}
                    <bdi className="block font-mono text-label text-muted wrap-anywhere">{row.id}</bdi>
                  </>
                ),
                roles: formats.list(row.roles.map((role) => t(`roles.${roleOf(role)}`))),
                certificate: <CertificateLeft endsAt={row.certificateEndsAt} now={now} />,
                consents: formats.number(row.consents),
                errors: formats.number(row.errors),
                state: (
                  <span className="inline-flex flex-wrap justify-end gap-1.5 lg:justify-start">
                    <StandingPill row={row} />
                    {row.proposal ? (
                      <Pill icon="hourglass" tone="expiring">
                        {t('proposal')}
                      </Pill>
                    ) : null}
                    <FindingHint count={findings.get(row.id)} tppId={row.id} />
                  </span>
                ),
              },
            }))}
          />
        </Card>
      )}
    </>
  )
}

/** Serious findings and those that want attention; for the eye alone, whatever it says (PSD2 Art. 68(5)). */
function FindingHint({ count, tppId }: { count: FindingCount | undefined; tppId: string }) {
  const t = useTranslations('staff.thirdParty.security')
  if (count === undefined) return null
  return (
    <a className="min-h-6 text-label" href={`/staff/third-parties/${tppId}#security`}>
      {t('hint', { count: count.serious + count.attention })}
    </a>
  )
}

/** Attention first: whose newest certificate ends soon, in the order of the ends. */
function EndsSoon({ rows, now }: { rows: ThirdPartyRow[]; now: string }) {
  const t = useTranslations('staff.thirdParties')
  if (rows.length === 0) return null
  return (
    <div className="mb-6">
      <Notice icon="clock" tone="attention">
        <p>{t('endsSoon', { count: rows.length })}</p>
        <ul>
          {rows.map(({ id, brand, certificateEndsAt }) => (
            <li key={id}>
              <a className="inline-flex min-h-11 items-center" href={`/staff/third-parties/${id}`}>
                <bdi>{brand}</bdi>
              </a>
              : <CertificateLeft endsAt={certificateEndsAt} now={now} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

/** A role that our words know; anything else in a certificate is shown as unknown. */
export function roleOf(role: string): 'PSP_AI' | 'PSP_PI' | 'PSP_IC' | 'PSP_AS' | 'other' {
  return role === 'PSP_AI' || role === 'PSP_PI' || role === 'PSP_IC' || role === 'PSP_AS' ? role : 'other'
}

const COLUMNS = [
  { id: 'name', number: false },
  { id: 'authority', number: false },
  { id: 'roles', number: false },
  { id: 'certificate', number: false },
  { id: 'consents', number: true },
  { id: 'errors', number: true },
  { id: 'state', number: false },
] as const

type ThirdPartyTableProps = {
  rows: ThirdPartyRow[]
  findings: ReadonlyMap<string, FindingCount>
  search: string
  now: string
}
