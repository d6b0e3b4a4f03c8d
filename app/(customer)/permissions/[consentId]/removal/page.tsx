import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AskRemoval } from '@/components/removal/ask-removal'
import { CoolingNotice } from '@/components/sca/recovery-notice'
import { plain } from '@/components/ui/rich-text'
import { now as currentTime } from '@/lib/clock'
import { coolsUntil } from '@/lib/psu/cool-down'
import { findAskable } from '@/lib/removal/find-askable'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { toTppView } from '../../../permission-row'
import { openedPermission, peekedPermission } from '../opened-permission'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: AskRemovalPageProps) {
  const t = await getTranslations('removal')
  const permission = await peekedPermission(params)
  return { title: permission ? t.markup('askTitle', { tpp: permission.tpp.brand, ...plain }) : t('askYes') }
}

/** The question before a request to delete: no second sign-in, no script, no reason asked. */
export default async function AskRemovalPage({ params }: AskRemovalPageProps) {
  const customer = await requireCustomer()
  const { consentId } = await params
  const { psuId } = customer
  const { permission } = await openedPermission(psuId, consentId)
  if (!permission) notFound()
  const askable = await findAskable({ consentId, psuId })
  const back = `/permissions/${consentId}`
  if (!askable) redirect(back)
  const cooling = await coolsUntil({ ...customer, now: await currentTime() })
  return (
    <CustomerFrame name={customer.name} path={`${back}/removal`}>
      <CoolingNotice until={cooling?.toISOString() ?? null} />
      <AskRemoval
        view={{
          tpp: toTppView(permission.tpp),
          reference: permission.reference,
          byLetter: askable.byLetter,
          action: cooling ? null : `${back}/removal/confirm`,
          backHref: back,
        }}
      />
    </CustomerFrame>
  )
}

type AskRemovalPageProps = { params: Promise<{ consentId: string }> }
