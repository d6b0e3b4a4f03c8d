import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SignInPanel } from '@/components/sca/sign-in-panel'
import { SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { peekCustomer, signInPath } from '@/lib/session/customer'
import { measureArrival } from '@/lib/session/measure-sign-in'
import { sameOriginPath } from '@/lib/session/same-origin-path'
import { choicesAt } from '../reader-choices'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('signIn'))('title') })

/** Signing in with a passkey and nothing else: by the button, or from the browser's own list. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const query = await searchParams
  const next = sameOriginPath(typeof query.next === 'string' ? query.next : null)
  const again = query.again !== undefined
  // A page that was left leads here by itself: going on would lengthen a session that nobody's hand is on.
  const idle = query.out === 'idle'
  if (!again && !idle && (await peekCustomer())) redirect(next)
  const t = await getTranslations('signedOut')
  const word = again ? 'again' : MESSAGES.find((one) => one === query.out)
  const target = new URLSearchParams({ next, journey: await measureArrival(await currentTime()) })
  return (
    <PageShell aside={<SecureMark />} brand={brand} {...(await choicesAt(signInPath(next, again)))}>
      <SignInPanel
        view={{
          bank: brand.name,
          phone: brand.phone,
          tpp: null,
          message: word ? t(word) : null,
          optionsUrl: '/sign-in/options',
          resultUrl: `/sign-in/result?${target}`,
        }}
      />
    </PageShell>
  )
}

/** What a sign-out says when it has led here (`?out=`). */
const MESSAGES = ['here', 'everywhere', 'idle'] as const

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
