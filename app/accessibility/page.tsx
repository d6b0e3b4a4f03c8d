import { getLocale, getTranslations } from 'next-intl/server'
import { ReportBarrier } from '@/components/accessibility/report-barrier'
import { Statement } from '@/components/accessibility/statement'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { problemText } from '@/lib/session/refusal-words'
import { choicesAt } from '../reader-choices'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('accessibility'))('title') })

/** The accessibility statement (Directive (EU) 2019/882 Art. 13(2), Annex V) and the way to report a barrier, for anybody. */
export default async function AccessibilityPage({ searchParams }: AccessibilityPageProps) {
  const { sent, problem } = await searchParams
  const t = await getTranslations('accessibility')
  const said = problemText(problem, await getLocale())
  return (
    <PageShell brand={brand} homeHref="/" {...(await choicesAt('/accessibility'))}>
      <PageHeader title={t('title')} />
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : sent === undefined ? null : (
          <Notice icon="tick">{t('sent')}</Notice>
        )}
      </Outcome>
      <Statement authority={brand.accessibilityAuthority} bank={brand}>
        <ReportBarrier phone={brand.phone} />
      </Statement>
    </PageShell>
  )
}

type AccessibilityPageProps = { searchParams: Promise<{ sent?: string; problem?: string }> }
