import { getTranslations } from 'next-intl/server'
import { CannotPay } from '@/components/payments/cannot-pay'
import { PaymentPage } from '@/components/payments/payment-page'
import { PaymentUnreachable } from '@/components/payments/payment-unreachable'
import { SignInPanel } from '@/components/sca/sign-in-panel'
import { Button } from '@/components/ui/button'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { beginJourney } from '@/lib/oauth/measure-journey'
import { findPaymentRequest, type PaymentRequest } from '@/lib/payments/find-payment-request'
import { findCustomer } from '@/lib/session/customer'
import { readKeptChoice } from '../../kept-choice'
import { RequestFrame } from '../../request-frame'
import { EndedPaymentPage } from './ended-payment-page'
import { shownNow } from './open-payment'
import { namedView, pickView } from './payment-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('payment'))('pageTitle') })

/**
 * The one page of a payment. Where the third party named the account nobody is identified yet and nothing about a customer is
 * shown; where the customer picks one, they sign in first.
 */
export default async function PayPage({ params, searchParams }: PayPageProps) {
  const { linkId } = await params
  const now = await currentTime()
  const page = `/pay/${linkId}`
  const found = await ifReachable(findPaymentRequest(linkId, now))
  if (!found)
    return (
      <RequestFrame>
        <PaymentUnreachable at={now.toISOString()} retryHref={page} />
      </RequestFrame>
    )
  if ('ended' in found) return <EndedPaymentPage ended={found.ended} now={now} />
  const request = found.pending
  await beginJourney(linkId, request.tpp.id, now)
  const query = await searchParams
  const { debtorIban } = request.order
  const frame = { waiting: waitingOf(request, now) }
  if (debtorIban !== null) {
    const shown = await shownNow(request)
    return (
      <RequestFrame {...frame}>
        {query.cannot === undefined ? (
          <PaymentPage view={namedView({ request, shown, iban: debtorIban })} />
        ) : (
          <CannotPay
            at={now.toISOString()}
            decline={{ action: `${page}/refuse` }}
            href={page}
            iban={debtorIban}
            reason={query.cannot}
            tpp={request.tpp.brand}
          />
        )}
      </RequestFrame>
    )
  }
  const customer = await findCustomer()
  if (!customer || query.switch !== undefined) return <SignInFirst now={now} request={request} />
  const [shown, kept] = await Promise.all([shownNow(request), readKeptChoice(linkId)])
  const view = await ifReachable(pickView({ request, shown, customer, lost: query.lost ?? null, kept }))
  return (
    <RequestFrame
      {...frame}
      customer={customer.name}
      {...(view && view.accounts.length > 0
        ? { keep: { action: `${page}/keep`, language: `${page}/language` } }
        : {})}
    >
      {view ? <PaymentPage view={view} /> : <PaymentUnreachable at={now.toISOString()} retryHref={page} />}
    </RequestFrame>
  )
}

/** Signing in comes first where the customer picks the account; saying no does not need it. */
async function SignInFirst({ request, now }: { request: PaymentRequest; now: Date }) {
  const page = `/pay/${request.linkId}`
  const approval = await getTranslations('approval')
  const t = await getTranslations('payment')
  const tpp = request.tpp.brand
  return (
    <RequestFrame waiting={waitingOf(request, now)}>
      <p className="mb-1 text-muted text-small">
        {approval.rich('eyebrow', { step: 1, steps: 2, tpp, ...tags })}
      </p>
      <SignInPanel
        view={{
          bank: brand.name,
          phone: brand.phone,
          tpp,
          pays: { money: request.order.money, payee: request.order.creditor.name },
          message: null,
          optionsUrl: `${page}/sign-in/options`,
          resultUrl: `${page}/sign-in/result`,
        }}
      />
      <form action={`${page}/refuse`} className="mt-6" method="post">
        <Button>{t('decline')}</Button>
      </form>
    </RequestFrame>
  )
}

const waitingOf = ({ tpp, answerBy }: PaymentRequest, now: Date) => ({
  tpp: tpp.brand,
  endsAt: answerBy,
  now,
  pays: true,
})

type PayPageProps = {
  params: Promise<{ linkId: string }>
  searchParams: Promise<{ cannot?: string; lost?: string; switch?: string }>
}
