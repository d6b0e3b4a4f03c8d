import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CaseFile } from '@/components/staff/case-file'
import { LetterForCustomer } from '@/components/staff/letter-for-customer'
import { OpenedPermission } from '@/components/staff/opened-permission'
import { staffButton } from '@/components/staff/staff-button'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { requireColleague } from '@/lib/session/colleague'
import { findOpened } from '@/lib/staff/open-permission'
import { mayDo } from '@/lib/staff/roles'
import { findCallers } from '@/lib/staff/stop-for-customer'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.permissions') })

/** A permission that was opened with a reason, for as long as that look lasts; else the masked one. */
export default async function OpenedPermissionPage({ params }: OpenedPermissionPageProps) {
  const colleague = await requireColleague('permissions.open')
  const { consentId } = await params
  const now = await currentTime()
  const opened = await findOpened({ consentId, staffId: colleague.staffId, now })
  if (!opened) redirect(`/staff/permissions?${new URLSearchParams({ ref: consentId })}`)
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="permissions" colleague={colleague} path={`/staff/permissions/${consentId}`}>
      <BackLink href={`/staff/permissions?ref=${consentId}`}>{t('parts.permissions')}</BackLink>
      <PageHeader title={opened.permission.reference} />
      <OpenedPermission opened={opened} />
      {opened.permission.status === 'valid' && mayDo(colleague.roles, 'permissions.stop') ? (
        <p className="mt-4">
          <a className={staffButton('secondary')} href={`/staff/permissions/${consentId}/stop`}>
            {t('stopFor.link')}
          </a>
        </p>
      ) : null}
      {mayDo(colleague.roles, 'cases.make') ? (
        <CaseFile make={`/staff/permissions/${consentId}/case/make`} />
      ) : null}
      {mayDo(colleague.roles, 'letters.send') ? (
        <LetterForCustomer
          ask={`/staff/permissions/${consentId}/letter/ask`}
          callers={await findCallers(consentId)}
        />
      ) : null}
    </StaffFrame>
  )
}

type OpenedPermissionPageProps = { params: Promise<{ consentId: string }> }
