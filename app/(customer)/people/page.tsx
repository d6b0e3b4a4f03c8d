import { getTranslations } from 'next-intl/server'
import { JointAccounts } from '@/components/people/joint-accounts'
import { MandateList } from '@/components/people/mandate-list'
import { PrincipalLinks } from '@/components/people/principal-links'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findPrincipals } from '@/lib/consent/find-principals'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { mandates } from '@/lib/core-banking/ledger'
import { marketProfile } from '@/lib/market-profile'
import { requireCustomer } from '@/lib/session/customer'
import { AccountsUnreachable } from '../../accounts-unreachable'
import { CustomerFrame } from '../customer-frame'
import { jointViews } from './joint-views'
import { mandateViews } from './mandate-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('people'))('title') })

/** Who shares an account with the customer, for whom they act, and who acts for them (CDR10, U6). */
export default async function PeoplePage() {
  const customer = await requireCustomer()
  const { psuId, name } = customer
  const t = await getTranslations('people')
  const found = await ifReachable(
    Promise.all([
      jointViews(psuId),
      findPrincipals({ agentId: psuId }),
      mandates({ customerId: psuId }).then((given) => mandateViews(given, psuId)),
    ]),
  )
  if (!found)
    return (
      <CustomerFrame name={name} path="/people">
        <AccountsUnreachable at={await currentTime()} retryHref="/people" />
      </CustomerFrame>
    )
  const [joint, principals, agents] = found
  return (
    <CustomerFrame name={name} path="/people">
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch] text-muted">{t('lead')}</p>
      </PageHeader>
      <Section id="joint" title={t('joint')}>
        <JointAccounts
          accounts={joint}
          phone={brand.phone}
          seesApp={marketProfile.otherHoldersSeeThirdParty}
        />
      </Section>
      {principals.length > 0 ? (
        <Section id="acting" title={t('youAct')}>
          <PrincipalLinks
            principals={principals.map(({ principal, name: called }) => ({ ...principal, name: called }))}
          />
        </Section>
      ) : null}
      <Section id="agents" title={t('actsForYou')}>
        {agents.length > 0 ? <MandateList mandates={agents} /> : <p>{t('actsForYouNone')}</p>}
        <p className="mt-3 max-w-[58ch] text-muted text-small">{t('mandatesNote')}</p>
      </Section>
    </CustomerFrame>
  )
}
