import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'
import type { EndedPayment } from '@/lib/payments/find-payment-request'
import { peekCustomer } from '@/lib/session/customer'
import { RequestFrame } from '../../request-frame'

/**
 * A payment that cannot be answered any more: what became of it as far as anybody with the link may know, and the way back. Who
 * reads it need not be who answered. Why the bank could not carry it out is the customer's own affair, and stands on their
 * dashboard.
 */
export async function EndedPaymentPage({ ended, now }: { ended: EndedPayment; now: Date }) {
  const t = await getTranslations('payment')
  const request = await getTranslations('request')
  const tpp = ended.brand ?? request('someApp')
  const told = toldOf(ended)
  return (
    <RequestFrame customer={(await peekCustomer())?.name ?? null}>
      <MessagePage
        at={(ended.decidedAt ?? now).toISOString()}
        errorId={told.errorId}
        forward={
          ended.backTo
            ? { href: ended.backTo, label: request.rich('goBack', { tpp, ...tags }) }
            : { href: PAYMENTS, label: t('toPayments') }
        }
        {...(told.nothing ? { nothing: t('nothing') } : {})}
        title={request.rich(told.title, { tpp, ...tags })}
        why={
          'own' in told
            ? t.rich(told.own, { tpp, ...tags, a: (words) => <a href={PAYMENTS}>{words}</a> })
            : request.rich(told.why, {
                tpp,
                phone: brand.phone,
                minutes: LIFETIME_SECONDS.interaction / 60,
                ...tags,
              })
        }
      />
    </RequestFrame>
  )
}

const PAYMENTS = '/?tab=payments'

/** What is said: in the words of any request, or in those of a payment. `nothing`: it is sure that nothing was paid. */
function toldOf({ reason, status, rejection, decidedAt }: EndedPayment): Told {
  if (reason === 'expired')
    return { errorId: 'request-expired', title: 'expiredTitle', why: 'expiredText', nothing: true }
  if (reason === 'paused')
    return { errorId: 'tpp-paused', title: 'pausedTitle', why: 'pausedText', nothing: true }
  if (reason === 'unknown')
    return { errorId: 'request-unknown', title: 'unknownTitle', own: 'unknownText', nothing: false }
  const answered = { errorId: 'request-answered', title: 'answeredTitle' } as const
  if (status === 'CANC')
    return { ...answered, own: decidedAt ? 'answeredTakenBack' : 'answeredWithdrawn', nothing: true }
  if (status !== 'RJCT') return { ...answered, own: 'answeredPaid', nothing: false }
  return { ...answered, own: rejection === 'refused' ? 'answeredRefused' : 'answeredFailed', nothing: true }
}

type Told = { errorId: string; nothing: boolean } & (
  | { title: 'expiredTitle' | 'pausedTitle'; why: 'expiredText' | 'pausedText' }
  | {
      title: 'unknownTitle' | 'answeredTitle'
      own:
        | 'unknownText'
        | 'answeredPaid'
        | 'answeredRefused'
        | 'answeredFailed'
        | 'answeredTakenBack'
        | 'answeredWithdrawn'
    }
)
