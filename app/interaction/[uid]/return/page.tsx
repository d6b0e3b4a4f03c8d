import { ReturningPage } from '@/components/consent/returning-page'
import { SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { consentReference } from '@/lib/consent/consent'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { finishInteraction } from '@/lib/oauth/interaction'
import { EndedRequest } from '../ended-request'

/**
 * Hands the stored decision to the authorization server and forwards. A page of our own, because `form-action 'self'`
 * would block the redirect of the form itself; repeated after a crash, it repeats only this.
 */
export default async function ReturnPage({ params }: { params: Promise<{ uid: string }> }) {
  const { uid } = await params
  const now = await currentTime()
  const finished = await finishInteraction(uid)
  if (!finished) return <EndedRequest now={now} uid={uid} />
  const { consentId, tppId, decision, returnTo } = finished
  const request = consentId ? await findConsentRequest({ consentId, tppId, now }) : null
  return (
    <PageShell aside={<SecureMark />} brand={brand}>
      <ReturningPage
        view={{
          tpp: request?.tpp.brand ?? finished.brand,
          outcome: decision === 'allowed' ? 'allowed' : 'declined',
          href: returnTo,
          reference: consentId && decision === 'allowed' ? consentReference(consentId) : null,
        }}
      />
    </PageShell>
  )
}
