import { getTranslations } from 'next-intl/server'
import { LetterTable } from '@/components/staff/letter-table'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { findLetters } from '@/lib/staff/find-letters'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('parts.letters') })

/** Letters to customers who have lost every passkey, waiting to be printed. */
export default async function LettersPage({ searchParams }: LettersPageProps) {
  const colleague = await requireColleague('letters.send')
  const { sent, problem } = await searchParams
  const said = problemText(problem, 'en')
  const t = await getTranslations('staff')
  return (
    <StaffFrame current="letters" colleague={colleague} path="/staff/letters">
      <PageHeader title={t('parts.letters')}>
        <p className="mt-1 max-w-160 text-muted">{t('letters.lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : sent === undefined ? null : (
          <Notice icon="tick">{t('letters.sent')}</Notice>
        )}
      </Outcome>
      <LetterTable letters={await findLetters()} />
    </StaffFrame>
  )
}

type LettersPageProps = { searchParams: Promise<{ sent?: string; problem?: string }> }
