import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmChange } from '@/components/consent/confirm-change'
import { hasNoEnd } from '@/lib/consent/no-end'
import { CustomerFrame } from '../../../../customer-frame'
import { toTppView } from '../../../../permission-row'
import { toldView } from '../../../../told-view'
import { openChange } from '../open-change'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('change'))('pause') })

/** The question before a pause. */
export default async function PausePage({ params }: { params: Promise<{ consentId: string }> }) {
  const { customer, permission, may, href } = await openChange(params)
  if (!may.pause) redirect(`${href}/change`)
  return (
    <CustomerFrame name={customer.name} path={`${href}/change/pause`}>
      <ConfirmChange
        view={{
          tpp: toTppView(permission.tpp),
          action: `${href}/change/pause/confirm`,
          fields: {},
          keepHref: `${href}/change`,
          // Who only holds the account sees nothing of a pause.
          told: { ...(await toldView(customer.psuId, [permission.id])), hold: [] },
          step: { kind: 'pause', until: hasNoEnd(permission) ? null : permission.validUntil },
        }}
      />
    </CustomerFrame>
  )
}
