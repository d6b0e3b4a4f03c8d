import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StopForOther } from '@/components/people/stop-for-other'
import { nameHolders } from '@/lib/psu/name-holders'
import { AccountsUnreachable } from '../../../../../accounts-unreachable'
import { CustomerFrame } from '../../../../customer-frame'
import { toTppView } from '../../../../permission-row'
import { openPrincipal } from '../../open-principal'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('stop'))('confirm') })

/** The question before a stop for somebody else; what the mandate does not reach leads back to what it does. */
export default async function StopForOtherPage({ params }: StopForOtherPageProps) {
  const { customer, acted, now, href } = await openPrincipal(params)
  const { consentId } = await params
  const path = `${href}/${consentId}/stop`
  if (!acted)
    return (
      <CustomerFrame name={customer.name} path={path}>
        <AccountsUnreachable at={now} retryHref={path} />
      </CustomerFrame>
    )
  const found = acted.permissions.find(({ permission }) => permission.id === consentId)
  if (!found?.mayStop) redirect(href)
  const { permission, givenBy } = found
  const [giver = acted.name] = await nameHolders([givenBy])
  return (
    <CustomerFrame name={customer.name} path={path}>
      <StopForOther
        view={{
          tpp: toTppView(permission.tpp),
          asks: permission.kind === 'fundsConfirmation',
          name: acted.name,
          giver,
          action: `${path}/confirm`,
          keepHref: href,
        }}
      />
    </CustomerFrame>
  )
}

type StopForOtherPageProps = { params: Promise<{ principalId: string; consentId: string }> }
