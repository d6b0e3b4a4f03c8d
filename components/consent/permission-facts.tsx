import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import type { AccountView } from './account-view'
import { MaskedIban } from './masked-iban'
import { asksOnly, type SharedData } from './permission-view'

/** What was allowed and how: the seven things a dashboard must tell, and the reference to give on the phone. */
export function PermissionFacts({ facts, tpp }: { facts: PermissionFactsView; tpp: string }) {
  const t = useTranslations('detail')
  const formats = useFormats()
  const parts = formats.list(facts.data.parts.map((part) => t('dataNames', { part })))
  const end = t(asksOnly(facts.data) ? 'untilStopped' : 'untilOnce')
  const until = facts.data.until ? formats.day(facts.data.until) : end
  const known = facts.accounts.length > 0
  const rows = [
    { id: 'accounts', term: t('accounts'), detail: <Accounts accounts={facts.accounts} /> },
    {
      id: 'data',
      term: t('data'),
      detail: <span className="inline-block first-letter:uppercase">{parts}</span>,
    },
    { id: 'purpose', term: t('purpose'), detail: <Purpose purpose={facts.purpose} tpp={tpp} /> },
    { id: 'until', term: t('until'), detail: until },
    // What was refused lasts no time; what it would have covered is known where another holder had allowed it.
  ].filter(({ id }) => facts.allowedAt !== null || id === 'purpose' || (known && id !== 'until'))
  if (facts.allowedAt) {
    const date = formats.dateTime(facts.allowedAt)
    const detail = facts.passkey ? t.rich('allowedPasskey', { date, passkey: facts.passkey, ...tags }) : date
    rows.push({ id: 'allowed', term: t('allowed'), detail: <>{detail}</> })
  }
  if (facts.evidence)
    rows.push({
      id: 'how',
      term: t('how'),
      detail: t(facts.evidence === 'signed' ? 'howSigned' : 'howSession'),
    })
  if (facts.endedAt) rows.push({ id: 'ended', term: t('ended'), detail: formats.dateTime(facts.endedAt) })
  rows.push({
    id: 'reference',
    term: t('reference'),
    detail: <bdi className="break-all font-mono text-label">{facts.reference}</bdi>,
  })
  return <SummaryList rows={rows} />
}

function Accounts({ accounts }: { accounts: AccountView[] }) {
  return (
    <ul>
      {accounts.map((account) => (
        <li className="flex flex-wrap gap-x-2" key={account.id}>
          {account.name ? <span>{account.name}</span> : null}
          <span className="text-muted">
            <MaskedIban iban={account.iban} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Purpose({ purpose, tpp }: { purpose: string | null; tpp: string }) {
  const t = useTranslations('detail')
  if (!purpose) return <span className="text-muted">{t.rich('purposeNone', { tpp, ...tags })}</span>
  return (
    <>
      “<bdi>{purpose}</bdi>” <span className="text-muted">({t.rich('purposeToldBy', { tpp, ...tags })})</span>
    </>
  )
}

export type PermissionFactsView = {
  accounts: AccountView[]
  data: SharedData
  /** In the third party's own words; null where it gave none. */
  purpose: string | null
  allowedAt: string | null
  /** The name of the passkey that was used. */
  passkey: string | null
  evidence: 'signed' | 'session' | null
  endedAt: string | null
  reference: string
}
