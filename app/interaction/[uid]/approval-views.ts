import type { KeptChoice } from '@/app/kept-choice'
import type { ToldOfAccount, UnavailableAccount } from '@/components/consent/account-view'
import type {
  AllApproval,
  NamedApproval,
  PickApproval,
  RenewalNews,
} from '@/components/consent/approval-view'
import type { SharedData } from '@/components/consent/permission-view'
import { balancesToShow } from '@/lib/accounts/balances-to-show'
import { brand as bank } from '@/lib/brand'
import { areMany, groupOf, isMeant } from '@/lib/consent/arrange-accounts'
import { type OfferedAccount, offeredAccounts } from '@/lib/consent/choose-accounts'
import { confirmationWords } from '@/lib/consent/confirm-sharing'
import { HISTORY_MONTHS } from '@/lib/consent/consent-record'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import { findEarlier } from '@/lib/consent/find-earlier'
import { findPermissions } from '@/lib/consent/find-permissions'
import { findReplaced } from '@/lib/consent/find-replaced'
import { whoseToo } from '@/lib/consent/find-told'
import { hasNoEnd } from '@/lib/consent/no-end'
import { isCurrent } from '@/lib/consent/permission-state'
import { namedAccounts, numberText, shownCard } from '@/lib/consent/record-of-request'
import { renewalMarks, startsFrom } from '@/lib/consent/renewal-marks'
import { sharedParts } from '@/lib/consent/shared-parts'
import { type Balance, numberOf } from '@/lib/core-banking/account'
import { approversOf } from '@/lib/core-banking/ledger'
import { nameHolders } from '@/lib/psu/name-holders'
import type { Customer } from '@/lib/session/customer'
import { likeBank } from '@/lib/tpp/like-bank'
import { lostOf } from './lost-account'

/** Before anybody is identified: only what the third party itself has sent. */
export function namedView({ uid, request, shown }: NamedViewInput): NamedApproval {
  return {
    ...commonView(uid, request),
    kind: 'named',
    accounts: namedAccounts(request).map((account) => ({
      id: `${numberText(account)} ${account.currency}`,
      name: null,
      iban: numberText(account),
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
  lost,
  now,
  kept,
  find,
}: PickViewInput): Promise<PickApproval> {
  const held = await offeredAccounts(request, customer.psuId)
  const eligible = held.filter(({ ineligible }) => ineligible === null)
  const many = areMany(eligible)
  const meant = new Set(eligible.filter((account) => !many || isMeant(account, find)).map(({ id }) => id))
  const balances = await balancesToShow(eligible.map(({ id }) => id))
  const shared = await sharedNow(request, customer.psuId, now)
  const others = await otherHolders(eligible, customer.psuId)
  const told = await toldOf(eligible, customer.psuId)
  const { news, ticked } = await comparedWithEarlier(request, customer, eligible)
  return {
    ...commonView(uid, request),
    ...signedIn({ uid, shown, customer }),
    kind: 'pick',
    accounts: eligible.map((account) => ({
      id: account.id,
      name: account.name,
      iban: numberOf(account),
      joint: account.joint,
      balance: available(balances, account.id),
      chosen:
        eligible.length === 1 ||
        (kept ? kept.accountIds.includes(account.id) : shared.has(account.id) || ticked.includes(account.id)),
      sharedNow: shared.has(account.id),
      sharedBefore: !shared.has(account.id) && ticked.includes(account.id),
      others: others.get(account.id) ?? [],
      told: told.get(account.id) ?? null,
      group: groupOf(account),
      meant: meant.has(account.id),
    })),
    many: many
      ? {
          find,
          found: meant.size,
          of: eligible.length,
          action: `/interaction/${uid}/keep`,
          balancesHidden: kept?.balancesHidden ?? false,
        }
      : null,
    unavailable: unavailable(held),
    refusedChoice,
    lost: lostOf(held, lost),
    replaces: await replacedBy(request, customer),
    news,
    balancesMissing: eligible.length > 0 && balances.length === 0,
  }
}

/** For a signed-in customer whom the third party asks for all accounts: those that can be shared, and no choice. */
export async function allView({ uid, request, shown, customer, lost }: ChoosingInput): Promise<AllApproval> {
  const held = await offeredAccounts(request, customer.psuId)
  const eligible = held.filter(({ ineligible }) => ineligible === null)
  const told = await toldOf(eligible, customer.psuId)
  return {
    ...commonView(uid, request),
    ...signedIn({ uid, shown, customer }),
    kind: 'all',
    accounts: eligible.map((account) => ({
      id: account.id,
      name: account.name,
      iban: numberOf(account),
      joint: account.joint,
      told: told.get(account.id) ?? null,
    })),
    kept: unavailable(held.filter(({ ineligible }) => ineligible === 'kept-back')),
    lost: lostOf(held, lost),
    replaces: await replacedBy(request, customer),
    news: (await comparedWithEarlier(request, customer, eligible)).news,
  }
}

/** What a renewal marks as new, and which accounts it starts from: what is shared now, or was shared last. */
async function comparedWithEarlier(
  request: ConsentRequestView,
  { psuId }: Customer,
  eligible: OfferedAccount[],
): Promise<{ news: RenewalNews | null; ticked: string[] }> {
  const earlier = await findEarlier({ consentId: request.consentId, psuId })
  const marks = renewalMarks(request, earlier)
  if (!marks) return { news: null, ticked: [] }
  const { known, ...news } = marks
  const accounts = eligible.map(({ id }) => id).filter((id) => !known.includes(id))
  return { news: { ...news, accounts }, ticked: startsFrom(earlier) }
}

/** When the permission was given that a yes to this request ends. */
async function replacedBy({ consentId }: ConsentRequestView, { psuId }: Customer): Promise<string | null> {
  return (await findReplaced({ consentId, psuId }))?.toISOString() ?? null
}

/** Who is signed in, and how they allow: by a plain form where they have just signed in for this very request. */
function signedIn({ uid, shown, customer }: Omit<SignedInInput, 'request'>) {
  return {
    customer: customer.name,
    switchHref: `/interaction/${uid}?switch`,
    allow:
      customer.interactionUid === uid
        ? ({ by: 'form', action: `/interaction/${uid}/allow`, fields: { shown } } as const)
        : passkeyAnswer(uid, shown),
  }
}

/** By account the names of those one of whom has to allow it too, where its mandate wants two people. */
async function otherHolders(accounts: OfferedAccount[], psuId: string): Promise<Map<string, string[]>> {
  const named = await Promise.all(
    accounts
      .filter(({ together }) => together)
      .map(async ({ id }) => {
        const missing = await approversOf({ accountIds: [id], given: [psuId] })
        return [id, await nameHolders(missing)] as const
      }),
  )
  return new Map(named)
}

/** By account who gets to know that it is shared: the other holders by name, or whoever has a mandate for the business. */
async function toldOf(accounts: OfferedAccount[], psuId: string): Promise<Map<string, ToldOfAccount>> {
  const told = await Promise.all(
    accounts
      .filter(({ joint, usage }) => joint || usage === 'ORGA')
      .map(async ({ id }) => {
        const { hold, business } = await whoseToo({ psuId, accountIds: [id] })
        return [id, { people: await nameHolders(hold), business }] as const
      }),
  )
  return new Map(told)
}

/** The accounts this customer shares with the same third party already: a renewal starts from them. */
async function sharedNow(request: ConsentRequestView, psuId: string, now: Date): Promise<Set<string>> {
  const permissions = await findPermissions({ psuId, now })
  const earlier = permissions.filter(
    ({ kind, tpp, state, allowedAt }) =>
      kind === 'accountInformation' && tpp.id === request.tpp.id && isCurrent(state) && allowedAt !== null,
  )
  return new Set(earlier.flatMap(({ rights }) => rights.map(({ accountId }) => accountId)))
}

const unavailable = (accounts: OfferedAccount[]): UnavailableAccount[] =>
  accounts.flatMap((account) => {
    const { id, name, ineligible } = account
    return ineligible === null ? [] : [{ id, name, iban: numberOf(account), reason: REASONS[ineligible] }]
  })

/** The page's word for why an account cannot be shared. */
const REASONS = {
  'not-held': 'no_authority',
  'needs-other-holder': 'no_authority',
  'not-a-payment-account': 'not_payment_account',
  closed: 'closed',
  blocked: 'blocked',
  'not-of-age': 'not_of_age',
  'kept-back': 'kept_back',
} as const satisfies Record<NonNullable<OfferedAccount['ineligible']>, UnavailableAccount['reason']>

function available(balances: Balance[], accountId: string) {
  return (
    balances.find((balance) => balance.accountId === accountId && balance.type === 'interimAvailable')
      ?.money ?? null
  )
}

/** What a page of any request says of it, whoever it is shown to. */
export function requestView(request: ConsentRequestView) {
  const { brand, ...tpp } = request.tpp
  const asks = request.kind === 'fundsConfirmation'
  const data = sharedData(request)
  return {
    tpp: { ...tpp, name: brand, registerUrl: null, notBank: likeBank(tpp.legalName) && bank.name },
    purpose: request.purpose,
    data,
    card: asks ? shownCard(request) : null,
    confirm: confirmationWords({ asks, until: data.until }),
  }
}

function commonView(uid: string, request: ConsentRequestView) {
  return {
    ...requestView(request),
    decline: { action: `/interaction/${uid}/refuse`, fields: {} },
  }
}

function sharedData(request: ConsentRequestView): SharedData {
  return {
    parts: sharedParts(request, request.rights),
    transactionMonths: HISTORY_MONTHS,
    until: request.recurring && !hasNoEnd(request) ? request.validUntil : null,
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
type SignedInInput = NamedViewInput & { customer: Customer }
/** `lost`: the account for whose sake the page is drawn anew, as the address says. */
type ChoosingInput = SignedInInput & { lost: string | null }
type PickViewInput = ChoosingInput & {
  refusedChoice: boolean
  now: Date
  /** What was ticked before the page was drawn anew; null where nothing was. */
  kept: KeptChoice | null
  /** What many accounts are searched for; empty where for nothing. */
  find: string
}
