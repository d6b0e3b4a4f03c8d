import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StopSharing } from '@/components/consent/stop-sharing'
import { plain } from '@/components/ui/rich-text'
import { now as currentTime } from '@/lib/clock'
import { isCurrent } from '@/lib/consent/permission-state'
import { coolsUntil } from '@/lib/psu/cool-down'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { toTppView } from '../../../permission-row'
import { toldView } from '../../../told-view'
import { openedPermission, peekedPermission } from '../opened-permission'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: StopPageProps) {
  const t = await getTranslations('stop')
  const permission = await peekedPermission(params)
  if (!permission) return { title: t('confirm') }
  const { kind, tpp } = permission
  const words = kind === 'fundsConfirmation' ? 'titleFunds' : 'title'
  return { title: t.markup(words, { tpp: tpp.brand, ...plain }) }
}

/** The question before a stop: no second sign-in, no script, no survey. */
export default async function StopPage({ params }: StopPageProps) {
  const customer = await requireCustomer()
  const { consentId } = await params
  const { permission } = await openedPermission(customer.psuId, consentId)
  const now = await currentTime()
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

type StopPageProps = { params: Promise<{ consentId: string }> }
