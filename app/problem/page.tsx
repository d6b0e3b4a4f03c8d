import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { isWords } from '@/lib/session/refusal-words'

/** What a refused form leads to where its page says nothing itself. Shows only sentences of ours, whatever the address says. */
export default async function ProblemPage({ searchParams }: ProblemPageProps) {
  const { words, reference } = await searchParams
  const t = await getTranslations('problem')
  const home = await getTranslations('error')
  const known = isWords(words) ? words : 'unexpected'
  return (
    <PageShell brand={brand} homeHref="/">
      <MessagePage
        at={(await currentTime()).toISOString()}
        errorId={`problem-${known}`}
        forward={{ href: '/', label: home('home') }}
        title={t('title')}
        why={t(known, { phone: brand.phone })}
        {...(reference && /^[0-9a-f-]{36}$/.test(reference) ? { reference } : {})}
      />
    </PageShell>
  )
}

type ProblemPageProps = { searchParams: Promise<{ words?: string; reference?: string }> }
