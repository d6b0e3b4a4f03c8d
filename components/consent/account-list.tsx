import { useTranslations } from 'next-intl'
import type { AccountView } from './account-view'
import { MaskedIban } from './masked-iban'
import { NewMark } from './new-mark'
import { ToldLine } from './told-line'

/**
 * Accounts as lines to read. Before identification they carry no name, only what the third party itself sent. `news` are
 * the ids of those that a renewal asks for and that were not shared before.
 */
export function AccountList({ accounts, news = [] }: { accounts: AccountView[]; news?: string[] }) {
  const t = useTranslations('account')
  return (
    <ul className="rounded-card border border-line bg-surface">
      {accounts.map((account) => (
        <li className="border-line border-b px-4 py-3 last:border-b-0" key={account.id}>
          {account.name ? (
            <span className="block font-strong">
              {account.name}
              {news.includes(account.id) ? <NewMark /> : null}
            </span>
          ) : null}
          <span className={account.name ? 'text-muted text-small' : ''}>
            <MaskedIban iban={account.iban} />
            {account.joint ? ` · ${t('joint')}` : null}
          </span>
          <ToldLine told={account.told} />
        </li>
      ))}
    </ul>
  )
}
