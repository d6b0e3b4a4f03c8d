import { getTranslations } from 'next-intl/server'
import { BarrierList } from '@/components/staff/barrier-list'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { findClosedBarriers, findNewBarriers } from '@/lib/barriers/find-barriers'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { StaffFrame } from '../staff-frame'

const SHOWN_MAX = 50
const CLOSED_SHOWN_MAX = 20

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('barriers.title') })

/** What people say keeps them out, and what was done about it. */
export default async function BarriersPage({ searchParams }: BarriersPageProps) {
  const colleague = await requireColleague('barriers.close')
  const { closed, problem } = await searchParams
  const said = problemText(problem, 'en')
  const t = await getTranslations('staff.barriers')
  const [waiting, done] = await Promise.all([
    findNewBarriers(SHOWN_MAX),
    findClosedBarriers(CLOSED_SHOWN_MAX),
  ])
  return (
    <StaffFrame colleague={colleague} current="barriers" path="/staff/barriers">
      <PageHeader title={t('title')}>
        <p className="mt-1 max-w-160 text-muted">{t('lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : closed === undefined ? null : (
          <Notice icon="tick">{t('closed')}</Notice>
        )}
      </Outcome>
      <Section id="new" title={t('new', { count: waiting.length })}>
        {waiting.length === 0 ? <p>{t('empty')}</p> : <BarrierList reports={waiting} />}
      </Section>
      {done.length > 0 ? (
        <Section id="done" title={t('done')}>
          <BarrierList reports={done} />
        </Section>
      ) : null}
    </StaffFrame>
  )
}

type BarriersPageProps = { searchParams: Promise<{ closed?: string; problem?: string }> }
