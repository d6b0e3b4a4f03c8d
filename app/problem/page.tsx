import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { isWords, type Words } from '@/lib/session/refusal-words'

/** What a refused form leads to where its page says nothing itself. Shows only sentences of ours, whatever the address says. */
export default async function ProblemPage({ searchParams }: ProblemPageProps) {
  const { words, reference } = await searchParams
  const t = await getTranslations('problem')
  const forward = await getTranslations('forward')
  const known = isWords(words) ? words : 'unexpected'
  const { href, label } = FORWARD[known] ?? HOME
  const told = reference && /^[0-9a-f-]{36}$/.test(reference) ? reference : null
  const shown = new URLSearchParams({ words: known, ...(told && { reference: told }) })
  return (
    <PageShell
      brand={brand}
      homeHref="/"
      language={{ action: `/language?next=${encodeURIComponent(`/problem?${shown}`)}` }}
    >
      <MessagePage
        at={(await currentTime()).toISOString()}
        errorId={`problem-${known}`}
        forward={{ href, label: forward(label) }}
        title={t('title')}
        why={t(known, { phone: brand.phone })}
        {...(told && { reference: told })}
      />
    </PageShell>
  )
}

/** The one way forward, where it is another than the start page. */
const FORWARD: Partial<Record<Words, Forward>> = {
  notConfirmed: { href: '/sign-in', label: 'signIn' },
  sessionEnded: { href: '/sign-in', label: 'signIn' },
  activationInvalid: { href: '/activate', label: 'activation' },
  lastAuthenticator: { href: '/security/add', label: 'newPasskey' },
  alreadyDecided: { href: '/', label: 'permissions' },
  notHere: { href: '/', label: 'permissions' },
}

const HOME = { href: '/', label: 'home' } as const

type Forward = { href: string; label: 'signIn' | 'activation' | 'newPasskey' | 'permissions' | 'home' }
type ProblemPageProps = { searchParams: Promise<{ words?: string; reference?: string }> }
