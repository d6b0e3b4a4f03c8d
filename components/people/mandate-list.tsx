import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'

/** Who may act, for which accounts, how far, and until when. */
export function MandateList({ mandates }: { mandates: MandateView[] }) {
  const t = useTranslations('people')
  return (
    <ul className="rounded-card border border-line bg-surface shadow-card">
      {mandates.map((mandate) => (
        <li className="border-line border-b px-4 py-3 last:border-b-0" key={mandate.id}>
          <span className="block font-strong">
            <bdi>{mandate.name}</bdi>
            {mandate.own ? ` ${t('you')}` : null}
          </span>
          <span className="block text-muted text-small">
            <MandateWords mandate={mandate} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What a mandate lets somebody do, in a sentence. */
export function MandateWords({ mandate }: { mandate: Omit<MandateView, 'id' | 'name' | 'own'> }) {
  const t = useTranslations('people')
  const formats = useFormats()
  const { accounts, may, together, until } = mandate
  return (
    <>
      {accounts.length > 0 ? <bdi>{`${formats.list(accounts)}: `}</bdi> : null}
      {t('may', { may, together: together ? 'yes' : 'no' })}
      {until === null ? null : ` ${t.rich('until', { date: formats.date(until), ...tags })}`}
    </>
  )
}

export type MandateView = {
  id: string
  name: string
  own: boolean
  /** The names of a business's accounts; empty where it is for a customer in everything. */
  accounts: string[]
  may: 'see' | 'stop' | 'share'
  together: boolean
  until: string | null
}
