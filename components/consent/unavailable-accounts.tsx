import { useTranslations } from 'next-intl'
import type { UnavailableAccount } from './account-view'
import { GreyedAccounts } from './greyed-accounts'

/** Accounts that cannot be shared, greyed, each with its reason; with the way to change it where it is the customer's own. */
export function UnavailableAccounts({ accounts }: { accounts: UnavailableAccount[] }) {
  const t = useTranslations('approval')
  const words = useTranslations('account')
  const never = useTranslations('neverShare')
  return (
    <GreyedAccounts
      accounts={accounts.map(({ reason, ...account }) => ({
        ...account,
        why: (
          <>
            {words('cannot', { reason })}
            {reason === 'kept_back' ? (
              <a className="flex min-h-11 items-center" href="/privacy/never-share">
                {never('change')}
              </a>
            ) : null}
          </>
        ),
      }))}
      label={t('unavailable')}
    />
  )
}
