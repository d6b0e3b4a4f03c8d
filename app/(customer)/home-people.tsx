import { getTranslations } from 'next-intl/server'
import { SharedLine } from '@/components/people/joint-accounts'
import { PrincipalLinks } from '@/components/people/principal-links'
import { Section } from '@/components/ui/card'
import { findPrincipals } from '@/lib/consent/find-principals'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { jointViews } from './people/joint-views'

/**
 * On the dashboard, below what the customer shares: what others share of the accounts held with them, and for whom the customer
 * acts. Nothing where there is nothing, or while the bank cannot say.
 */
export async function HomePeople({ psuId }: { psuId: string }) {
  const found = await ifReachable(Promise.all([jointViews(psuId), findPrincipals({ agentId: psuId })]))
  if (!found) return null
  const [joint, principals] = found
  const shared = joint.filter(({ sharing }) => sharing.length > 0)
  const t = await getTranslations('people')
  return (
    <>
      {shared.length > 0 ? (
        <Section id="shared-by-others" title={t('sharedByOthers')}>
          <ul className="rounded-card border border-line bg-surface px-4 shadow-card">
            {shared.flatMap(({ id, name, sharing }) =>
              sharing.map((one, index) => (
                <li
                  className="border-line border-b py-3 last:border-b-0"
                  // biome-ignore lint/suspicious/noArrayIndexKey: which permission it is, is not this customer's to know
                  key={`${id} ${index}`}
                >
                  <bdi className="block font-strong">{name}</bdi>
                  <span className="text-small">
                    <SharedLine sharing={one} />
                  </span>
                </li>
              )),
            )}
          </ul>
          <p className="mt-2">
            <a className="inline-flex min-h-11 items-center" href="/people">
              {t('whatYouCanDo')}
            </a>
          </p>
        </Section>
      ) : null}
      {principals.length > 0 ? (
        <Section id="acting" title={t('youAct')}>
          <PrincipalLinks principals={principals.map(({ principal, name }) => ({ ...principal, name }))} />
        </Section>
      ) : null}
    </>
  )
}
