import { ReturningPage } from '@/components/consent/returning-page'
import { SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { consentReference } from '@/lib/consent/consent'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import { findMissingHolders } from '@/lib/consent/find-missing-holders'
import { env } from '@/lib/env'
import { nameHolders } from '@/lib/psu/name-holders'
import { EndedRequest } from '../ended-request'
import { finishRequest } from '../find-request'

/**
 * Hands the stored decision to the authorization server and forwards. A page of our own, because `form-action 'self'`
 * would block the redirect of the form itself; repeated after a crash, it repeats only this.
 */
export default async function ReturnPage({ params }: { params: Promise<{ uid: string }> }) {
  const { uid } = await params
  const now = await currentTime()
  const finished = await finishRequest(uid, now)
  if (!finished) return <EndedRequest now={now} uid={uid} />
  const { consentId, tppId, decision, returnTo } = finished
  const allowed = decision === 'allowed'
  const missing = consentId && allowed ? await findMissingHolders(consentId) : []
  const request = consentId ? await findConsentRequest({ consentId, tppId, now }) : null
  return (
    <PageShell aside={<SecureMark />} brand={brand}>
      <ReturningPage
        view={{
          tpp: request?.tpp.brand ?? finished.brand,
          outcome: allowed ? 'allowed' : 'declined',
          asks: request?.kind === 'fundsConfirmation',
          href: returnTo,
          reference: consentId && allowed ? consentReference(consentId) : null,
          missing: await nameHolders(missing),
          days: env.SECOND_HOLDER_DAYS,
        }}
      />
    </PageShell>
  )
}
