import type { ReactNode } from 'react'
import { ApplicationForm } from '@/components/developer/application-form'
import { CertificateOrders } from '@/components/developer/certificate-orders'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { OwnCalls } from '@/components/developer/own-calls'
import { OwnSecurity } from '@/components/developer/own-security'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findCertificates } from '@/lib/developers/certificates'
import { takeOnce } from '@/lib/developers/shown-once'
import { env } from '@/lib/env'
import { isRefusal } from '@/lib/errors'
import { findPosture } from '@/lib/posture/find-posture'
import { requireDeveloper } from '@/lib/session/developer'
import { problemText } from '@/lib/session/refusal-words'
import { findApplication } from '@/lib/tpp/find-application'
import { lastCalls } from '@/lib/tpp/last-calls'
import { isContactDraft, isDraft } from './draft'

export const metadata = { title: 'Your application' }

/** Everything a developer manages for their organisation: certificates, application, and what became of its calls. */
export default async function ApplicationPage({ searchParams }: ApplicationPageProps) {
  const { developerId, tppId, legalName } = await requireDeveloper()
  const query = await searchParams
  const at = await currentTime()
  const [certificates, application, calls, posture] = await Promise.all([
    findCertificates(tppId).catch((thrown) => {
      if (isRefusal(thrown)) return null
      throw thrown
    }),
    findApplication(tppId),
    lastCalls(tppId, at),
    findPosture(tppId, at),
  ])
  const kept = typeof query.draft === 'string' ? takeOnce(developerId, query.draft) : null
  const draft = isDraft(kept) ? kept : null
  const contactDraft = isContactDraft(kept) ? kept : null
  const problem = typeof query.problem === 'string' ? problemText(query.problem, 'en') : null
  return (
    <DeveloperShell brand={brand} sandbox>
      <PageHeader eyebrow="For developers" title={<bdi className="wrap-anywhere">{legalName}</bdi>}>
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <code className="break-all font-mono text-label">{tppId}</code>
          <form action="/developer/sign-out" className="flex flex-wrap items-center gap-x-4" method="post">
            <a className="inline-flex min-h-11 items-center text-small" href="/developer/account">
              Your passkeys
            </a>
            <button
              className="min-h-11 cursor-pointer text-small underline decoration-1 underline-offset-4"
              type="submit"
            >
              Sign out
            </button>
          </form>
        </div>
      </PageHeader>
      <ProblemNotice>{problem}</ProblemNotice>
      <Section id="certificates" title="Certificates">
        {query.revoked === undefined ? null : (
          <Done>
            {`Revoked. The bank refuses the certificate once it has learnt of it, within ${env.REVOCATION_FRESH_MINUTES} minutes.`}
          </Done>
        )}
        <CertificateOrders certificates={certificates} now={new Date().toISOString()} />
      </Section>
      <Section id="application" title="Application">
        {query.saved === 'application' ? <Done>Saved. It holds from the next request on.</Done> : null}
        <ApplicationForm
          draft={draft}
          hasCertificates={certificates !== null && certificates.length > 0}
          known={
            application && {
              name: application.brand ?? '',
              redirectUris: application.redirectUris.join('\n'),
              notificationUri: application.notificationUri ?? '',
              jwks: application.jwks ? JSON.stringify(application.jwks, null, 2) : '',
              method: application.authenticationMethod,
            }
          }
        />
      </Section>
      {application ? (
        <Section id="security" title="Security">
          {query.saved === 'security' ? <Done>Saved.</Done> : null}
          <OwnSecurity draft={contactDraft} posture={posture} today={bankDay(at, brand.timeZone)} />
        </Section>
      ) : null}
      <Section id="calls" title="Your last calls">
        <OwnCalls calls={calls} />
      </Section>
    </DeveloperShell>
  )
}

/** Where the fragment of the address leads: at the top of the page nobody would see it. */
function Done({ children }: { children: ReactNode }) {
  return (
    <div className="mb-5">
      <Notice icon="tick" status>
        {children}
      </Notice>
    </div>
  )
}

type ApplicationPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
