import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StaffSignIn } from '@/components/staff/staff-sign-in'
import { brand } from '@/lib/brand'
import { peekColleague, staffPath, staffSignInPath } from '@/lib/session/colleague'
import { SignedOutFrame } from '../signed-out-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('signInTitle') })

/** Signing in as staff, with a passkey of staff and nothing else. */
export default async function StaffSignInPage({ searchParams }: StaffSignInPageProps) {
  const query = await searchParams
  const next = staffPath(typeof query.next === 'string' ? query.next : null)
  // A page that was left leads here by itself: going on would lengthen a session that nobody's hand is on.
  const again = query.again !== undefined
  if (!again && query.out === undefined && (await peekColleague())) redirect(next)
  const t = await getTranslations('staff')
  const word = again ? 'again' : MESSAGES.find((one) => one === query.out)
  return (
    <SignedOutFrame path={staffSignInPath(next, again)}>
      <StaffSignIn
        bank={brand.name}
        message={word ? t(`out.${word}`) : null}
        resultUrl={`/staff/sign-in/result?${new URLSearchParams({ next })}`}
      />
    </SignedOutFrame>
  )
}

/** What a sign-out says when it has led here (`?out=`). */
const MESSAGES = ['here', 'everywhere', 'idle'] as const

type StaffSignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
