import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import type { AccountView } from './account-view'
import { MaskedIban } from './masked-iban'
import { OthersToo } from './others-too'
import type { PayerCardView } from './payer-card'
import { asksOnly, type SharedData } from './permission-view'

/** What was allowed and how: the seven things a dashboard must tell, and the reference to give on the phone. */
export function PermissionFacts({ facts, tpp }: { facts: PermissionFactsView; tpp: string }) {
  const t = useTranslations('detail')
  const formats = useFormats()
  const parts = formats.list(facts.data.parts.map((part) => t('dataNames', { part })))
  const end = t(asksOnly(facts.data) ? 'untilStopped' : 'untilOnce')
  const until = facts.data.until ? formats.day(facts.data.until) : end
  const known = facts.accounts.length > 0
  const { card } = facts
  const told =
    card !== null && [card.number, card.information, card.registration].some((text) => text !== null)
  const rows = [
    { id: 'accounts', term: t('accounts'), detail: <Accounts facts={facts} /> },
    {
      id: 'data',
      term: t('data'),
      detail: <span className="inline-block first-letter:uppercase">{parts}</span>,
    },
    { id: 'purpose', term: t('purpose'), detail: <Purpose purpose={facts.purpose} tpp={tpp} /> },
    { id: 'card', term: t('card'), detail: card ? <Card card={card} tpp={tpp} /> : null },
    { id: 'until', term: t('until'), detail: until },
    // What was refused lasts no time; for which accounts is known where another holder had allowed it.
  ]
    .filter(({ id }) => facts.allowedAt !== null || ALWAYS.includes(id) || (known && id === 'accounts'))
    .filter(({ id }) => (id === 'card' ? told : id !== 'purpose' || facts.purpose !== null || !told))
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
  if (facts.endedAt)
    rows.push({
      id: 'ended',
      term: t(facts.answered ? 'answered' : 'ended'),
      detail: formats.dateTime(facts.endedAt),
    })
  if (facts.shownUntil)
    rows.push({
      id: 'shown',
      term: t('shown'),
      detail: t('shownUntil', { date: formats.day(facts.shownUntil) }),
    })
  rows.push({
    id: 'reference',
    term: t('reference'),
    detail: <bdi className="break-all font-mono text-label">{facts.reference}</bdi>,
  })
  return <SummaryList rows={rows} />
}

const ALWAYS = ['purpose', 'card', 'data']

function Accounts({ facts: { accounts, others } }: { facts: PermissionFactsView }) {
  const t = useTranslations('account')
  return (
    <ul>
      {accounts.map((account) => (
        <li className="flex flex-wrap gap-x-2" key={account.id}>
          {account.name ? <span>{account.name}</span> : null}
          <span className="text-muted">
            <MaskedIban iban={account.iban} />
          </span>
          {account.takenBack ? <span className="text-muted text-small">({t('takenBack')})</span> : null}
        </li>
      ))}
      {others === null ? null : (
        <li className="text-muted">
          <OthersToo name={others} />
        </li>
      )}
    </ul>
  )
}

/** The third party's own card, as far as it told of it: what the approval page has shown. */
function Card({ card, tpp }: { card: PayerCardView; tpp: string }) {
  const t = useTranslations('detail')
  const frame = useTranslations('frame')
  const texts = [card.information, card.registration].filter((text) => text !== null)
  return (
    <>
      {card.number ? <bdi className="block">{card.number}</bdi> : null}
      {texts.map((text) => (
        <span className="block" key={text}>
          {frame.rich('quoted', { words: text, ...tags })}{' '}
          <span className="text-muted">({t.rich('purposeToldBy', { tpp, ...tags })})</span>
        </span>
      ))}
    </>
  )
}

function Purpose({ purpose, tpp }: { purpose: string | null; tpp: string }) {
  const t = useTranslations('detail')
  const frame = useTranslations('frame')
  if (!purpose) return <span className="text-muted">{t.rich('purposeNone', { tpp, ...tags })}</span>
  return (
    <>
      {frame.rich('quoted', { words: purpose, ...tags })}{' '}
      <span className="text-muted">({t.rich('purposeToldBy', { tpp, ...tags })})</span>
    </>
  )
}

export type PermissionFactsView = {
  accounts: (AccountView & { takenBack: boolean })[]
  /** Whose accounts are shared, too, that are not this customer's. */
  others: string | null
  data: SharedData
  /** In the third party's own words; null where it gave none. */
  purpose: string | null
  /** Where it is for a card of the third party's own. */
  card: PayerCardView | null
  allowedAt: string | null
  /** The name of the passkey that was used. */
  passkey: string | null
  evidence: 'signed' | 'session' | null
  endedAt: string | null
  /** The day until which an ended one is shown; null for one that has not ended. */
  shownUntil: string | null
  /** The customer's own no was its end. */
  answered: boolean
  reference: string
}
