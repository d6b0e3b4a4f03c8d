import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AddOwnKey } from '@/components/sca/add-own-key'
import { BackLink } from '@/components/ui/back-link'
import { now as currentTime } from '@/lib/clock'
import { requireColleague, staffSignInPath } from '@/lib/session/colleague'
import { isRecent } from '@/lib/session/customer'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('ownKeys'))('addTitle') })

/** One more passkey of a colleague, asked of somebody who has just shown one, not of any session. */
export default async function AddStaffPasskeyPage() {
  const colleague = await requireColleague('own.keys')
  if (!isRecent(colleague, await currentTime())) redirect(staffSignInPath('/staff/security/add', true))
  const t = await getTranslations('ownKeys')
  return (
    <StaffFrame colleague={colleague} current="security" path="/staff/security/add">
      <BackLink href="/staff/security">{t('title')}</BackLink>
      <AddOwnKey base="/staff/security" />
    </StaffFrame>
  )
}
