import { getTranslations } from 'next-intl/server'
import { PrivacyDesk } from '@/components/staff/privacy-desk'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findOpenPrivacyRequests } from '@/lib/privacy/find-privacy-requests'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { StaffFrame } from '../staff-frame'

const SHOWN_MAX = 50

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('privacy'))('desk.title') })

/** What customers asked about their data and nobody has answered yet. */
export default async function PrivacyDeskPage({ searchParams }: PrivacyDeskPageProps) {
  const colleague = await requireColleague('privacy.answer')
  const { sent, problem } = await searchParams
  const said = problemText(problem, 'en')
  const t = await getTranslations('privacy')
  const requests = await findOpenPrivacyRequests(SHOWN_MAX)
  return (
    <StaffFrame current="privacy" colleague={colleague} path="/staff/privacy">
      <PageHeader title={t('desk.title')}>
        <p className="mt-1 max-w-160 text-muted">{t('desk.lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : sent === undefined ? null : (
          <Notice icon="tick">{t('desk.sent')}</Notice>
        )}
      </Outcome>
      <PrivacyDesk requests={requests} today={bankDay(await currentTime(), brand.timeZone)} />
    </StaffFrame>
  )
}

type PrivacyDeskPageProps = { searchParams: Promise<{ sent?: string; problem?: string }> }
