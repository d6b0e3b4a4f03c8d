import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { ChoiceRow } from '@/components/ui/choice-row'
import { tags } from '@/components/ui/rich-text'
import { ACCOUNT_GROUPS } from '@/lib/consent/arrange-accounts'
import { AccountFinder } from './account-finder'
import type { AccountOption, ManyAccounts, UnavailableAccount } from './account-view'
import { MaskedIban } from './masked-iban'
import { SoleAccount } from './sole-account'
import { ToldLine } from './told-line'
import { UnavailableAccounts } from './unavailable-accounts'

/**
 * The accounts to choose from, posted as `accountIds`. One eligible account is chosen already, as a line; of more than one
 * none is ticked unless it was shared before, which stands beside it. Many are searched and stand in groups. What cannot be
 * shared stays, greyed, with its reason.
 */
export function AccountPicker({ accounts, unavailable, many, labelledBy }: AccountPickerProps) {
  const t = useTranslations('approval')
  const formats = useFormats()
  const [first] = accounts
  // What is ticked is never out of sight: nobody allows what they do not see.
  const shown = accounts.filter(({ meant, chosen }) => meant || chosen)
  const groups = ACCOUNT_GROUPS.filter((group) => shown.some((account) => account.group === group))
  return (
    <>
      {first && accounts.length === 1 ? (
        <SoleAccount
          detail={<AccountDetail account={first} />}
          end={first.balance ? formats.money(first.balance) : null}
          id={first.id}
          label={first.name}
          name="accountIds"
        />
      ) : null}
      {accounts.length > 1 ? (
        <fieldset aria-labelledby={labelledBy} className="group/accounts min-w-0">
          <p className="mb-2 text-muted text-small">{t('accountsPickHint')}</p>
          {many ? (
            <AccountFinder hasBalances={accounts.some(({ balance }) => balance !== null)} many={many} />
          ) : null}
          {many && groups.length > 1 ? (
            groups.map((group) => (
              <fieldset className="mt-5 min-w-0 first-of-type:mt-0" key={group}>
                <legend className="mb-2 font-strong">{t('accountGroup', { group })}</legend>
                <Choices accounts={shown.filter((account) => account.group === group)} />
              </fieldset>
            ))
          ) : (
            <Choices accounts={shown} />
          )}
        </fieldset>
      ) : null}
      <UnavailableAccounts accounts={unavailable} />
    </>
  )
}

function Choices({ accounts }: { accounts: AccountOption[] }) {
  const formats = useFormats()
  return (
    <div className="grid gap-2.5">
      {accounts.map((account) => (
        <ChoiceRow
          defaultChecked={account.chosen}
          detail={<AccountDetail account={account} amongSeveral={true} />}
          end={
            account.balance ? (
              <span className="group-has-[[name=balances]:checked]/accounts:hidden">
                {formats.money(account.balance)}
              </span>
            ) : null
          }
          key={account.id}
          label={account.name}
          name="accountIds"
          type="checkbox"
          value={account.id}
        />
      ))}
    </div>
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

type AccountDetailProps = { account: AccountOption; amongSeveral?: boolean }

export type AccountPickerProps = {
  accounts: AccountOption[]
  unavailable: UnavailableAccount[]
  /** Null where they are few: then they stand in one list. */
  many: ManyAccounts | null
  labelledBy: string
}
