import { redirect } from 'next/navigation'
import { PaymentUnreachable } from '@/components/payments/payment-unreachable'
import { type PaymentOutcome, ReturningPayment } from '@/components/payments/returning-payment'
import { SecureMark } from '@/components/ui/header-aside'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'
import { type EndedPayment, findPaymentRequest } from '@/lib/payments/find-payment-request'
import { isAnsweredHere } from '@/lib/redirect/answered-here'
import { RequestFrame } from '../../../request-frame'
import { EndedPaymentPage } from '../ended-payment-page'

/**
 * How the payment came out, told to the browser that answered and to no other, and the way back for it by itself. A page of our
 * own, because `form-action 'self'` would block the redirect of the form itself (decision 6).
 */
export default async function ReturnPage({ params }: { params: Promise<{ linkId: string }> }) {
  const { linkId } = await params
  const now = await currentTime()
  const found = await ifReachable(findPaymentRequest(linkId, now))
  // Nobody has answered yet: there is nothing to return from.
  if (found && 'pending' in found) redirect(`/pay/${linkId}`)
  if (!found)
    return (
      <RequestFrame>
        <PaymentUnreachable at={now.toISOString()} retryHref={`/pay/${linkId}/return`} />
      </RequestFrame>
    )
  const { ended } = found
  const { brand: tpp, backTo } = ended
  if (!tpp || !backTo || !isFresh(ended, now) || !(await isAnsweredHere(linkId)))
    return <EndedPaymentPage ended={ended} now={now} />
  return (
    <PageShell aside={<SecureMark />} brand={brand}>
      <ReturningPayment view={{ tpp, outcome: outcomeOf(ended), executeOn: ended.executeOn, href: backTo }} />
    </PageShell>
  )
}

/** Answered, and not longer ago than a link is good. */
const isFresh = ({ reason, decidedAt }: EndedPayment, now: Date) =>
  reason === 'answered' &&
  decidedAt !== null &&
  decidedAt.getTime() + LIFETIME_SECONDS.interaction * 1_000 > now.getTime()

function outcomeOf({ status, rejection, executeOn }: EndedPayment): PaymentOutcome {
  if (status === 'ACSC') return 'paid'
  if (status === 'ACTC') return executeOn === null ? 'going' : 'later'
  if (status === 'CANC') return 'takenBack'
  if (rejection === 'refused') return 'declined'
  return rejection === 'funds' ? 'funds' : 'failed'
}
