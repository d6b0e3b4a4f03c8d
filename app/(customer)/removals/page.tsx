import { getTranslations } from 'next-intl/server'
import { RemovalList } from '@/components/removal/removal-list'
import { toRemovalRow } from '@/components/removal/to-removal-view'
import { now as currentTime } from '@/lib/clock'
import { findRemovals } from '@/lib/removal/find-removals'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../customer-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('removal'))('title') })

/** What the customer asked third parties to delete, and how far each has come. */
export default async function RemovalsPage() {
  const customer = await requireCustomer()
  const removals = await findRemovals({ psuId: customer.psuId, now: await currentTime() })
  return (
    <CustomerFrame name={customer.name} path="/removals">
      <RemovalList rows={removals.map(toRemovalRow)} />
    </CustomerFrame>
  )
}
