import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { StopSharing } from '@/components/consent/stop-sharing'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { isCurrent } from '@/lib/consent/permission-state'
import { coolsUntil } from '@/lib/psu/cool-down'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { toTppView } from '../../../permission-row'
import { toldView } from '../../../told-view'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('stop'))('confirm') })

/** The question before a stop: no second sign-in, no script, no survey. */
export default async function StopPage({ params }: { params: Promise<{ consentId: string }> }) {
  const customer = await requireCustomer()
  const { consentId } = await params
  if (!z.uuid().safeParse(consentId).success) notFound()
  const now = await currentTime()
  const [permission] = await findPermissions({ psuId: customer.psuId, consentId, now })
  if (!permission) notFound()
  if (!isCurrent(permission.state)) redirect(`/permissions/${consentId}`)
  return (
    <CustomerFrame name={customer.name} path={`/permissions/${consentId}/stop`}>
      <StopSharing
        view={{
          tpp: toTppView(permission.tpp),
          accounts: permission.rights.length,
          asks: permission.kind === 'fundsConfirmation',
          action: `/permissions/${consentId}/stop/confirm`,
          fields: {},
          keepHref: `/permissions/${consentId}`,
          // What still waits for somebody else's word has given nothing yet; who has just got back in asks for no deletion.
          deletionFrom:
            permission.state === 'waiting' || (await coolsUntil({ ...customer, now }))
              ? []
              : [permission.tpp.brand],
          told: await toldView(customer.psuId, [consentId]),
        }}
      />
    </CustomerFrame>
  )
}
