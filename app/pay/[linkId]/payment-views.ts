import type { KeptChoice } from '@/app/kept-choice'
import type { NamedPayment, PickedPayment, UnavailablePayer } from '@/components/payments/payment-view'
import { balancesToShow } from '@/lib/accounts/balances-to-show'
import { brand as bank } from '@/lib/brand'
import type { PaymentRequest } from '@/lib/payments/find-payment-request'
import { type PayableAccount, payableAccounts } from '@/lib/payments/payable-accounts'
import { payeeLikeBank } from '@/lib/payments/payee-like-bank'
import type { Customer } from '@/lib/session/customer'
import { likeBank } from '@/lib/tpp/like-bank'
import { UNPAYABLE } from './unpayable'

/** Before anybody is identified: only what the third party itself has sent. */
export function namedView({ request, shown, iban }: Shown & { iban: string }): NamedPayment {
  return { ...commonView({ request, shown }), kind: 'named', iban }
}

/** For a signed-in customer: their accounts, those that cannot pay with the reason. */
export async function pickView({
  request,
  shown,
  customer,
  lost,
  kept,
}: PickViewInput): Promise<PickedPayment> {
  const held = await payableAccounts(request.order, customer.psuId)
  const payable = held.filter(({ unpayable }) => unpayable === null).map(({ account }) => account)
  const balances = await balancesToShow(payable.map(({ id }) => id))
  const unavailable = held.flatMap(unavailableOf)
  return {
    ...commonView({ request, shown }),
    kind: 'pick',
    customer: customer.name,
    switchHref: `/pay/${request.linkId}?switch`,
    second: customer.interactionUid === request.linkId,
    accounts: payable.map(({ id, name, iban, joint }) => {
      const available = balances.find(
        ({ accountId, type }) => accountId === id && type === 'interimAvailable',
      )
      const balance = available?.money ?? null
      const short = balance !== null && Number(balance.amount) < Number(request.order.money.amount)
      const chosen = payable.length === 1 || (kept?.accountIds.includes(id) ?? false)
      return { id, name, iban, joint, balance, short, chosen }
    }),
    unavailable,
    lost: unavailable.find(({ id }) => id === lost)?.name ?? null,
    balancesMissing: payable.length > 0 && balances.length === 0,
  }
}

function unavailableOf({ account, unpayable }: PayableAccount): UnavailablePayer[] {
  if (unpayable === null) return []
  const { id, name, iban } = account
  return [{ id, name, iban, reason: UNPAYABLE[unpayable] }]
}

function commonView({ request, shown }: Shown) {
  const { linkId, order, payee } = request
  const { brand, ...tpp } = request.tpp
  const page = `/pay/${linkId}`
  const fields = { shown }
  return {
    money: order.money,
    creditor: { name: order.creditor.name, iban: order.creditor.iban },
    payee,
    notBank: payeeLikeBank(request) ? bank.name : null,
    instant: request.product === 'instant-sepa-credit-transfers',
    executeOn: order.executeOn,
    reference: order.remittance,
    tpp: { ...tpp, name: brand, registerUrl: null, notBank: likeBank(tpp.legalName) && bank.name },
    pay: { by: 'passkey', optionsUrl: `${page}/options`, resultUrl: `${page}/result`, fields },
    decline: { action: `${page}/refuse` },
  } as const
}

/** `shown` is the digest of the page, which its answer brings back. */
type Shown = { request: PaymentRequest; shown: string }
type PickViewInput = Shown & {
  customer: Customer
  /** The account for whose sake the page is drawn anew, as the address says. */
  lost: string | null
  /** The account that was picked before the page was drawn anew; null where nothing was kept. */
  kept: KeptChoice | null
}
