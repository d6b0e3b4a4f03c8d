import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { ChoiceRow } from '@/components/ui/choice-row'
import { tags } from '@/components/ui/rich-text'
import type { AccountOption, UnavailableAccount } from './account-view'
import { MaskedIban } from './masked-iban'
import { ToldLine } from './told-line'

/**
 * The accounts to choose from, posted as `accountIds`. One eligible account is chosen already, as a line; of
 * more than one none is ticked unless it was shared before, which stands beside it. What cannot be shared stays, greyed, with its reason.
 */
export function AccountPicker({ accounts, unavailable, labelledBy }: AccountPickerProps) {
  const t = useTranslations('approval')
  const formats = useFormats()
  const [first] = accounts
  const end = (account: AccountOption) => (account.balance ? formats.money(account.balance) : null)
  return (
    <>
      {first && accounts.length === 1 ? (
        <div className="flex flex-wrap justify-between gap-x-3 rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3">
          <input name="accountIds" type="hidden" value={first.id} />
          <span className="min-w-0 grow basis-32">
            <span className="block font-strong">{first.name}</span>
            <span className="block text-muted text-small">
              <AccountDetail account={first} />
            </span>
          </span>
          <span className="shrink-0 font-strong">{end(first)}</span>
        </div>
      ) : null}
      {accounts.length > 1 ? (
        <fieldset aria-labelledby={labelledBy} className="min-w-0">
          <p className="mb-2 text-muted text-small">{t('accountsPickHint')}</p>
          <div className="grid gap-2.5">
            {accounts.map((account) => (
              <ChoiceRow
                defaultChecked={account.chosen}
                detail={<AccountDetail account={account} amongSeveral={true} />}
                end={end(account)}
                key={account.id}
                label={account.name}
                name="accountIds"
                type="checkbox"
                value={account.id}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      {unavailable.length > 0 ? <UnavailableAccounts accounts={unavailable} /> : null}
    </>
  )
}

function AccountDetail({ account, amongSeveral = false }: AccountDetailProps) {
  const t = useTranslations('account')
  const formats = useFormats()
  const together = account.others.length > 0
  return (
    <>
      <MaskedIban iban={account.iban} />
      {' · '}
      {t(together ? 'jointTogether' : account.joint ? 'joint' : 'yours')}
      {together ? (
        <span className="block font-strong text-ink">
          {t.rich('together', { people: formats.anyOf(account.others), ...tags })}
        </span>
      ) : null}
      {together && amongSeveral ? <span className="block">{t('togetherAll')}</span> : null}
      <ToldLine told={account.told} />
      {account.sharedNow || account.sharedBefore ? (
        <span className="block font-strong text-ink">
          {t(account.sharedNow ? 'sharedNow' : 'sharedBefore')}
        </span>
      ) : null}
    </>
  )
}

function UnavailableAccounts({ accounts }: { accounts: UnavailableAccount[] }) {
  const t = useTranslations('approval')
  const words = useTranslations('account')
  return (
    <ul aria-label={t('unavailable')} className="mt-2.5 grid gap-2.5">
      {accounts.map((account) => (
        <li className="rounded-control border border-line bg-sunken px-3.5 py-3 text-muted" key={account.id}>
          <span className="flex flex-wrap justify-between gap-x-4">
            <span className="font-strong">{account.name}</span>
            {account.iban ? (
              <span className="text-small">
                <MaskedIban iban={account.iban} />
              </span>
            ) : null}
          </span>
          <span className="block text-small">{words('cannot', { reason: account.reason })}</span>
        </li>
      ))}
    </ul>
  )
}

type AccountDetailProps = { account: AccountOption; amongSeveral?: boolean }

export type AccountPickerProps = {
  accounts: AccountOption[]
  unavailable: UnavailableAccount[]
  labelledBy: string
}
