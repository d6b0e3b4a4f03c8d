import { getLocale, getTranslations } from 'next-intl/server'
import { KeepInStep } from '@/components/sca/keep-in-step'
import { PasskeyCards } from '@/components/sca/passkey-cards'
import { RecoveryNotice } from '@/components/sca/recovery-notice'
import { RecoverySection } from '@/components/sca/recovery-section'
import { SecurityEvents } from '@/components/sca/security-events'
import { SignedInBrowsers } from '@/components/sca/signed-in-browsers'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { env } from '@/lib/env'
import { findRecoveryCodes } from '@/lib/psu/draft-recovery-codes'
import { findSecurityEvents } from '@/lib/psu/find-security-events'
import { justDone } from '@/lib/psu/just-done'
import { acceptedCredentials } from '@/lib/sca/accepted-credentials'
import { findAuthenticators } from '@/lib/sca/find-authenticators'
import { requireCustomer } from '@/lib/session/customer'
import { findSessions } from '@/lib/session/find-sessions'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../customer-frame'
import { toPasskeyViews } from './passkey-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('security'))('title') })

/** The customer's passkeys, where they are signed in, the ways out and back in, and what happened lately. */
export default async function SecurityPage({ searchParams }: SecurityPageProps) {
  const customer = await requireCustomer()
  const { psuId } = customer
  const now = await currentTime()
  const query = await searchParams
  const t = await getTranslations('security')
  const passkey = await getTranslations('passkey')
  const authenticators = await findAuthenticators({ psuId, now })
  const browsers = await findSessions(customer)
  const codes = await findRecoveryCodes(psuId)
  const events = await findSecurityEvents({ psuId, now })
  const cooling = authenticators.find(({ coolsUntil }) => coolsUntil !== null)
  const own = authenticators.some(
    ({ coolsUntil, credentialId }) => coolsUntil !== null && credentialId === customer.credentialId,
  )
  const done = justDone(query.done, { events, now })
  // The notice below says the same, and until when.
  const problem =
    own && query.problem === 'coolingDown' ? null : problemText(query.problem, await getLocale())
  return (
    <CustomerFrame name={customer.name} path="/security">
      <PageHeader title={t('title')}>
        <p className="mt-2 text-muted">{passkey('lead', { count: authenticators.length })}</p>
      </PageHeader>
      <Outcome>
        {problem ? (
          <Notice tone="danger">{problem}</Notice>
        ) : done ? (
          <Notice icon="tick">{t(done, { phone: brand.phone })}</Notice>
        ) : null}
      </Outcome>
      {cooling?.coolsUntil ? (
        <RecoveryNotice
          madeAt={cooling.createdAt.toISOString()}
          own={own}
          phone={brand.phone}
          until={cooling.coolsUntil.toISOString()}
        />
      ) : null}
      <Section id="passkeys" title={passkey('title')}>
        <PasskeyCards now={now.toISOString()} passkeys={toPasskeyViews(authenticators, customer)} />
        {own ? null : (
          <div className="mt-4 max-w-80">
            <Button href="/security/add">{passkey('add')}</Button>
          </div>
        )}
      </Section>
      <SignedInBrowsers
        browsers={browsers}
        endAction={(sessionId) => `/security/sessions/${sessionId}/end`}
        hereOnly={own}
        signOut="/sign-out"
      />
      <RecoverySection codes={codes} frozen={own} hours={env.RECOVERY_COOL_DOWN_HOURS} />
      <SecurityEvents events={events} />
      {done === 'removed' ? <KeepInStep {...acceptedCredentials(psuId, authenticators)} /> : null}
    </CustomerFrame>
  )
}

type SecurityPageProps = { searchParams: Promise<{ done?: string; problem?: string }> }
