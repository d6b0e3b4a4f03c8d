import { getLocale, getTranslations } from 'next-intl/server'
import { PasskeyCards } from '@/components/sca/passkey-cards'
import { SignedInBrowsers } from '@/components/sca/signed-in-browsers'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { now as currentTime } from '@/lib/clock'
import { findAuthenticators } from '@/lib/sca/find-authenticators'
import { requireCustomer } from '@/lib/session/customer'
import { findSessions } from '@/lib/session/find-sessions'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../customer-frame'
import { toPasskeyViews } from './passkey-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('security'))('title') })

/** The customer's passkeys, where they are signed in, and the ways out. */
export default async function SecurityPage({ searchParams }: SecurityPageProps) {
  const customer = await requireCustomer()
  const now = await currentTime()
  const query = await searchParams
  const t = await getTranslations('security')
  const passkey = await getTranslations('passkey')
  const authenticators = await findAuthenticators({ psuId: customer.psuId, now })
  const browsers = await findSessions(customer)
  const done = DONE.find((word) => word === query.done)
  const problem = problemText(query.problem, await getLocale())
  return (
    <CustomerFrame name={customer.name} path="/security">
      <PageHeader title={t('title')}>
        <p className="mt-2 text-muted">{passkey('lead', { count: authenticators.length })}</p>
      </PageHeader>
      <div className="mb-5 empty:hidden" role="status">
        {problem ? (
          <Notice tone="danger">{problem}</Notice>
        ) : done ? (
          <Notice icon="tick">{t(done)}</Notice>
        ) : null}
      </div>
      <Section id="passkeys" title={passkey('title')}>
        <PasskeyCards now={now.toISOString()} passkeys={toPasskeyViews(authenticators, customer)} />
        <div className="mt-4 max-w-80">
          <Button href="/security/add">{passkey('add')}</Button>
        </div>
      </Section>
      <SignedInBrowsers browsers={browsers} signOut="/sign-out" />
    </CustomerFrame>
  )
}

const DONE = ['created', 'renamed', 'removed'] as const

type SecurityPageProps = { searchParams: Promise<{ done?: string; problem?: string }> }
