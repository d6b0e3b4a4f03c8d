import { getTranslations } from 'next-intl/server'
import { ActingPage } from '@/components/people/acting-page'
import { hasStopped } from '@/lib/consent/has-stopped'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { AccountsUnreachable } from '../../../accounts-unreachable'
import { CustomerFrame } from '../../customer-frame'
import { toActingView } from './acting-view'
import { openPrincipal } from './open-principal'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('people'))('youAct') })

/** What a business or a customer shares, for somebody who acts for them. */
export default async function PrincipalPage({ params, searchParams }: PrincipalPageProps) {
  const { customer, acted, now, href } = await openPrincipal(params)
  // A link by itself must not calm anybody: only what this customer did stop is said to be stopped.
  const stopped = await hasStopped({ consentId: (await searchParams).stopped, psuId: customer.psuId })
  const view = acted && (await ifReachable(toActingView({ acted, agentId: customer.psuId, now, stopped })))
  return (
    <CustomerFrame name={customer.name} path={href}>
      {view ? <ActingPage view={view} /> : <AccountsUnreachable at={now} retryHref={href} />}
    </CustomerFrame>
  )
}

type PrincipalPageProps = {
  params: Promise<{ principalId: string }>
  searchParams: Promise<{ stopped?: string }>
}
