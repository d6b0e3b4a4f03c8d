import { getTranslations } from 'next-intl/server'
import { PaymentFinds } from '@/components/staff/payment-finds'
import { PermissionFinds } from '@/components/staff/permission-finds'
import { staffButton } from '@/components/staff/staff-button'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { searchText } from '@/lib/search-text'
import { requireColleague } from '@/lib/session/colleague'
import { findPaymentByReference } from '@/lib/staff/find-payment'
import { findByReference } from '@/lib/staff/find-permission'
import { mayDo } from '@/lib/staff/roles'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.permissions') })

const REFERENCE_MAX = 60

/** A permission or a payment by the reference that a customer reads out; masked until somebody gives a reason. */
export default async function PermissionsPage({ searchParams }: PermissionsPageProps) {
  const colleague = await requireColleague('permissions.find')
  const { ref } = await searchParams
  const reference = searchText(ref, REFERENCE_MAX)
  const now = await currentTime()
  const found = reference ? await findByReference(reference, now) : []
  const payments = reference ? await findPaymentByReference(reference, now) : []
  const mayOpen = mayDo(colleague.roles, 'permissions.open')
  const t = await getTranslations('staff')
  return (
    <StaffFrame
      current="permissions"
      colleague={colleague}
      path={`/staff/permissions?${new URLSearchParams({ ref: reference })}`}
    >
      <PageHeader title={t('parts.permissions')}>
        <p className="mt-1 max-w-160 text-muted">{t('permission.lead')}</p>
      </PageHeader>
      <PermissionFinds
        found={found}
        elsewhere={payments.length > 0}
        mayOpen={mayOpen}
        reference={reference}
      />
      {payments.length > 0 ? <PaymentFinds found={payments} mayOpen={mayOpen} /> : null}
      {mayDo(colleague.roles, 'customers.protect') ? (
        <p className="mt-6">
          <a className={staffButton('secondary')} href="/staff/protection">
            {t('protect.link')}
          </a>
        </p>
      ) : null}
    </StaffFrame>
  )
}

type PermissionsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
