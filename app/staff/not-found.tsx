import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { brand } from '@/lib/brand'
import { SignedOutFrame } from './signed-out-frame'

/** What is not there, and what a role does not show, are one answer; it leads back to the pages of staff. */
export default async function StaffNotFound() {
  const t = await getTranslations('error')
  const words = await getTranslations('staff')
  return (
    <SignedOutFrame path="/staff">
      <title>{`${t('notFoundTitle')} · ${brand.name}`}</title>
      <MessagePage
        errorId="staff_not_found"
        forward={{ href: '/staff', label: words('parts.thirdParties') }}
        title={t('notFoundTitle')}
        why={<p>{words('notFound')}</p>}
      />
    </SignedOutFrame>
  )
}
