import { getTranslations } from 'next-intl/server'
import { ProtectCustomer } from '@/components/staff/protect-customer'
import { BackLink } from '@/components/ui/back-link'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('protect.title') })

/** Keeping what a customer shares from the other holders of their accounts, on that customer's word. */
export default async function ProtectCustomerPage({ searchParams }: ProtectCustomerPageProps) {
  const colleague = await requireColleague('customers.protect')
  const { problem, done } = await searchParams
  const said = problemText(typeof problem === 'string' ? problem : undefined, 'en')
  const t = await getTranslations('staff')
  return (
    <StaffFrame colleague={colleague} current="permissions" path="/staff/protection">
      <BackLink href="/staff/permissions">{t('parts.permissions')}</BackLink>
      <PageHeader title={t('protect.title')}>
        <p className="mt-1 max-w-160 text-muted">{t('protect.lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : done === undefined ? null : (
          <Notice icon="tick">{t('protect.done')}</Notice>
        )}
      </Outcome>
      <ProtectCustomer send="/staff/protection/send" />
    </StaffFrame>
  )
}

type ProtectCustomerPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
