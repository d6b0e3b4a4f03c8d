import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmChange } from '@/components/consent/confirm-change'
import { CustomerFrame } from '../../../../../customer-frame'
import { toTppView } from '../../../../../permission-row'
import { toldView } from '../../../../../told-view'
import { accountViews, openChange } from '../../open-change'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('change'))('dropConfirm') })

/** The question before one account is taken out of one permission. */
export default async function DropAccountPage({ params }: DropAccountPageProps) {
  const { customer, permission, may, href } = await openChange(params)
  const { accountId } = await params
  const account = (await accountViews(permission))?.find(({ id }) => id === accountId)
  if (!may.narrow || !account) redirect(`${href}/change`)
  const here = `${href}/change/account/${accountId}`
  return (
    <CustomerFrame name={customer.name} path={here}>
      <ConfirmChange
        view={{
          tpp: toTppView(permission.tpp),
          action: `${here}/confirm`,
          fields: {},
          keepHref: `${href}/change`,
          told: await toldView(customer.psuId, [permission.id], [account.id]),
          step: {
            kind: 'drop',
            account: account.name ?? account.iban,
            others: permission.rights.length - 1,
            goesOn: permission.othersAccounts || permission.rights.length > 1,
            until: permission.validUntil,
          },
        }}
      />
    </CustomerFrame>
  )
}

type DropAccountPageProps = { params: Promise<{ consentId: string; accountId: string }> }
