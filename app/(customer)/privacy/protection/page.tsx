import { getLocale, getTranslations } from 'next-intl/server'
import { ProtectionChoice } from '@/components/privacy/protection-choice'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { brand } from '@/lib/brand'
import { findProtection } from '@/lib/psu/find-protection'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('protection'))('title') })

/** Whether other holders are told of what the customer shares (CDR10): alike for everybody, whatever they have chosen. */
export default async function ProtectionPage({ searchParams }: ProtectionPageProps) {
  const customer = await requireCustomer()
  const t = await getTranslations('protection')
  const said = problemText((await searchParams).problem, await getLocale())
  const protection = await findProtection(customer.psuId)
  return (
    <CustomerFrame name={customer.name} path="/privacy/protection">
      <BackLink href="/privacy">{(await getTranslations('privacy'))('title')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <ProblemNotice>{said}</ProblemNotice>
      <ProtectionChoice
        phone={brand.phone}
        view={protection && { since: protection.since.toISOString(), byStaff: protection.by === 'staff' }}
      />
    </CustomerFrame>
  )
}

type ProtectionPageProps = { searchParams: Promise<{ problem?: string }> }
