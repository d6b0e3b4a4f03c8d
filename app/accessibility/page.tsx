import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import { ReportBarrier } from '@/components/accessibility/report-barrier'
import { Statement } from '@/components/accessibility/statement'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { problemText } from '@/lib/session/refusal-words'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('accessibility'))('title') })

/** The accessibility statement (Directive (EU) 2019/882 Art. 13(2), Annex V) and the way to report a barrier, for anybody. */
export default async function AccessibilityPage({ searchParams }: AccessibilityPageProps) {
  const { sent, problem } = await searchParams
  const t = await getTranslations('accessibility')
  const said = problemText(problem, await getLocale())
  const theme = (await cookies()).get('theme')?.value
  return (
    <PageShell
      brand={brand}
      homeHref="/"
      language={{ action: '/language?next=%2Faccessibility' }}
      theme={{
        action: '/theme?next=%2Faccessibility',
        current: theme === 'light' || theme === 'dark' ? theme : 'device',
      }}
    >
      <PageHeader title={t('title')} />
      <div className="mb-5 empty:hidden" role="status">
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : sent === undefined ? null : (
          <Notice icon="tick">{t('sent')}</Notice>
        )}
      </div>
      <Statement authority={brand.accessibilityAuthority} bank={brand}>
        <ReportBarrier phone={brand.phone} />
      </Statement>
    </PageShell>
  )
}

type AccessibilityPageProps = { searchParams: Promise<{ sent?: string; problem?: string }> }
