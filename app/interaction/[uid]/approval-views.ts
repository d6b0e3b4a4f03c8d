import type { UnavailableAccount } from '@/components/consent/account-view'
import type { NamedApproval, PickApproval } from '@/components/consent/approval-view'
import type { SharedData } from '@/components/consent/permission-view'
import { HISTORY_MONTHS } from '@/lib/consent/consent-record'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import { namedAccounts } from '@/lib/consent/record-of-request'
import type { Balance, Ineligibility } from '@/lib/core-banking/account'
import { accountsOfCustomer, balancesOf } from '@/lib/core-banking/ledger'
import type { Customer } from '@/lib/session/customer'

/** Before anybody is identified: only what the third party itself has sent. */
export function namedView({ uid, request, shown }: NamedViewInput): NamedApproval {
  return {
    ...commonView(uid, request),
    kind: 'named',
    accounts: namedAccounts(request).map(({ iban, currency }) => ({
      id: `${iban} ${currency}`,
      name: null,
      iban,
      joint: false,
    })),
    allow: passkeyAnswer(uid, shown),
  }
}

/** For a signed-in customer: their accounts, those that cannot be shared with the reason. */
export async function pickView({
  uid,
  request,
  shown,
  customer,
  refusedChoice,
}: PickViewInput): Promise<PickApproval> {
  const held = await accountsOfCustomer(customer.psuId)
  const eligible = held.filter(({ ineligible }) => ineligible === null)
  const balances = await balancesOf(eligible.map(({ id }) => id))
  const justSignedIn = customer.interactionUid === uid
  return {
    ...commonView(uid, request),
    kind: 'pick',
    customer: customer.name,
    switchHref: `/interaction/${uid}?switch`,
    accounts: eligible.map((account) => ({
      id: account.id,
      name: account.name,
      iban: account.iban,
      joint: account.joint,
      balance: available(balances, account.id),
      chosen: eligible.length === 1,
    })),
    unavailable: held.flatMap(({ id, name, iban, ineligible }) =>
      ineligible === null ? [] : [{ id, name, iban, reason: REASONS[ineligible] }],
    ),
    refusedChoice,
    allow: justSignedIn
      ? { by: 'form', action: `/interaction/${uid}/allow`, fields: { shown } }
      : passkeyAnswer(uid, shown),
  }
}

/** The page's word for why an account cannot be shared. */
const REASONS = {
  'not-held': 'no_authority',
  'needs-other-holder': 'no_authority',
  'not-a-payment-account': 'not_payment_account',
  closed: 'closed',
  blocked: 'blocked',
} as const satisfies Record<Ineligibility, UnavailableAccount['reason']>

function available(balances: Balance[], accountId: string) {
  return (
    balances.find((balance) => balance.accountId === accountId && balance.type === 'interimAvailable')
      ?.money ?? null
  )
}

function commonView(uid: string, request: ConsentRequestView) {
  const { id, brand, legalName, authority } = request.tpp
  return {
    tpp: { id, name: brand, legalName, authority, registerUrl: null },
    purpose: request.purpose,
    data: sharedData(request),
    decline: { action: `/interaction/${uid}/refuse`, fields: {} },
  }
}

function sharedData(request: ConsentRequestView): SharedData {
  const { balances, transactions } = request.rights
  return {
    parts: [
      'accounts',
      ...(balances ? ['balances' as const] : []),
      ...(transactions ? ['transactions' as const] : []),
    ],
    transactionMonths: HISTORY_MONTHS,
    until: request.recurring ? request.validUntil : null,
    timesPerDay: request.frequencyPerDay,
  }
}

function passkeyAnswer(uid: string, shown: string) {
  return {
    by: 'passkey',
    optionsUrl: `/interaction/${uid}/options`,
    resultUrl: `/interaction/${uid}/result`,
    fields: { shown },
  } as const
}

/** `shown` is the digest of the page, which its answer brings back. */
type NamedViewInput = { uid: string; request: ConsentRequestView; shown: string }
type PickViewInput = NamedViewInput & { customer: Customer; refusedChoice: boolean }
