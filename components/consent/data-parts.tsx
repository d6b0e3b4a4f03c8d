import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { NewMark } from './new-mark'
import type { DataPart, SharedData } from './permission-view'

/**
 * What can be seen, one sentence a cluster; each opens to exactly which fields. Read-only: the request decides. `news` are
 * those that a renewal asks for and that were not shared before.
 */
export function DataParts({ data, news = [] }: { data: SharedData; news?: DataPart[] }) {
  const t = useTranslations('data')
  return (
    <ul className="border-line border-y">
      {data.parts.map((part) => (
        <li className="border-line border-b py-1.5 last:border-b-0" key={part}>
          <details className="group">
            <summary className="flex min-h-12 items-start gap-3 rounded-control py-1">
              <Icon className="mt-0.5 text-primary" name="eye" size={20} />
              <span className="min-w-0 grow">
                <span className="block font-strong">
                  {t(part)}
                  {news.includes(part) ? <NewMark /> : null}
                </span>
                <span className="block text-muted text-small">
                  {t(SENTENCES[part], {
                    months: data.transactionMonths,
                    balances: data.parts.includes('balances') ? 'yes' : 'no',
                  })}
                </span>
              </span>
              <Icon className="turns mt-1 text-muted group-open:rotate-180" name="down" />
            </summary>
            <p className="pb-2 ps-8 text-small">{t(MORE[part])}</p>
          </details>
        </li>
      ))}
    </ul>
  )
}

const SENTENCES = {
  funds: 'fundsSentence',
  accounts: 'accountsSentence',
  list: 'listSentence',
  ownerName: 'ownerNameSentence',
  balances: 'balancesSentence',
  transactions: 'transactionsSentence',
} as const satisfies Record<DataPart, string>

const MORE = {
  funds: 'fundsMore',
  accounts: 'accountsMore',
  list: 'listMore',
  ownerName: 'ownerNameMore',
  balances: 'balancesMore',
  transactions: 'transactionsMore',
} as const satisfies Record<DataPart, string>
