import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { AskRemoval } from '@/components/removal/ask-removal'
import { CoolingNotice } from '@/components/sca/recovery-notice'
import { now as currentTime } from '@/lib/clock'
import { findPermissions } from '@/lib/consent/find-permissions'
import { coolsUntil } from '@/lib/psu/cool-down'
import { findAskable } from '@/lib/removal/find-askable'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { toTppView } from '../../../permission-row'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('removal'))('askYes') })

/** The question before a request to delete: no second sign-in, no script, no reason asked. */
export default async function AskRemovalPage({ params }: { params: Promise<{ consentId: string }> }) {
  const customer = await requireCustomer()
  const { consentId } = await params
  if (!z.uuid().safeParse(consentId).success) notFound()
  const { psuId } = customer
  const [permission] = await findPermissions({ psuId, consentId, now: await currentTime() })
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
