import type { AccessCall, DayCallsView } from '@/components/consent/access-view'
import type { PermissionDetailView } from '@/components/consent/permission-detail'
import type { PermissionFactsView } from '@/components/consent/permission-facts'
import type { DataPart } from '@/components/consent/permission-view'
import { toRefused } from '@/components/consent/refused-why'
import { whyRefused } from '@/components/consent/why-refused'
import { toRemovalRow } from '@/components/removal/to-removal-view'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { isChangeable } from '@/lib/consent/changes-of'
import type { AccountRights } from '@/lib/consent/consent'
import { HISTORY_MONTHS } from '@/lib/consent/consent-record'
import type { AccessHistory, LookedAt } from '@/lib/consent/find-access-history'
import type { ConsentEvent } from '@/lib/consent/find-consent-events'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import type { Permission } from '@/lib/consent/find-permissions'
import { hasNoEnd } from '@/lib/consent/no-end'
import { endOf, isCurrent } from '@/lib/consent/permission-state'
import { reconnectOf } from '@/lib/consent/reconnect-of'
import { shownCard } from '@/lib/consent/record-of-request'
import { sharedParts } from '@/lib/consent/shared-parts'
import { type Account, numberOf } from '@/lib/core-banking/account'
import type { Told } from '@/lib/delivery/when-told'
import type { AskedQuestion } from '@/lib/funds/find-funds-questions'
import type { RefusedQuestions } from '@/lib/funds/find-refused-questions'
import type { Removal } from '@/lib/removal/find-removals'
import type { FormerName } from '@/lib/tpp/former-names'
import { namesOf } from '../../account-names'
import type { EndedBy } from '../../ended-by'
import type { PausedBy } from '../../paused-by'
import { reasonOf, toStateView, toTppView } from '../../permission-row'
import type { WaitsFor } from '../../waits-for'
import { toHistory } from './detail-history'

const KEPT_YEARS = 2
const DAY_MILLIS = 86_400_000

/** How far back the chart may look, in days; the first one unless another is asked for. */
export const SPANS = [30, 90, 365] as const
export type Span = (typeof SPANS)[number]
const hrefOf = (span: Span) => (span === SPANS[0] ? '?day=' : `?days=${span}&day=`)

const PARTS: Record<LookedAt, DataPart> = {
  accounts: 'list',
  account: 'accounts',
  balances: 'balances',
  transactions: 'transactions',
}

/** Everything the permission's page shows, from what the house knows. */
export function toDetailView(input: DetailInput): PermissionDetailView {
  const { permission, accounts, history, formerNames, now } = input
  const current = isCurrent(permission.state)
  const asks = permission.kind === 'fundsConfirmation'
  const calls = toDayCalls(input)
  const has = (right: keyof AccountRights) => permission.rights.some((rights) => rights[right])
  return {
    listHref: current ? '/' : '/?tab=ended',
    tpp: toTppView(permission.tpp),
    formerly: formerNames.findLast(({ until }) => until > permission.askedAt) ?? null,
    state: toStateView(permission, now, input),
    bankEnd: toBankEnd(permission),
    stopped: input.justStopped && permission.state === 'stopped-by-holder' ? stopped(input) : null,
    stopTrail: permission.state === 'stopped-by-holder' ? toStopTrail(input) : null,
    removal: toRemoval(input),
    access:
      permission.allowedAt === null || asks
        ? null
        : {
            days: history.days.map(({ day, present, away, refused, failed }) => ({
              date: day,
              withYou: present,
              away,
              refused,
              failed,
            })),
            awayPerDay: permission.recurring ? permission.frequencyPerDay : null,
            usualHour: history.usualHour,
            dayHrefPrefix: hrefOf(input.span),
            chosen: calls?.date ?? null,
            user: userOf(input),
            spans: SPANS.map((days) => ({
              days,
              href: days === SPANS[0] ? '?' : `?days=${days}`,
              current: days === input.span,
            })),
          },
    calls,
    questions:
      input.questions?.map(({ id, at, amount, currency, payee, fundsAvailable }) => ({
        id,
        at: at.toISOString(),
        money: { amount, currency },
        payee,
        fundsAvailable,
      })) ?? null,
    refused: toRefused(input.refused),
    facts: {
      accounts: toAccounts(permission, accounts),
      others: permission.othersAccounts ? userOf(input) : null,
      data: {
        parts:
          permission.allowedAt === null && input.request
            ? sharedParts(input.request, input.request.rights)
            : sharedParts(permission, {
                balances: has('balances'),
                transactions: has('transactions'),
                ownerName: has('ownerName'),
              }),
        transactionMonths: HISTORY_MONTHS,
        until: permission.recurring && !hasNoEnd(permission) ? permission.validUntil : null,
        timesPerDay: permission.frequencyPerDay,
      },
      purpose: permission.purpose,
      card: input.request && shownCard(input.request),
      allowedAt: permission.allowedAt?.toISOString() ?? null,
      passkey: input.passkey,
      evidence: permission.evidence,
      endedAt: current ? null : endOf(permission).toISOString(),
      shownUntil: current ? null : keptUntil(permission),
      answered: permission.state === 'refused' && input.endedBy === 'you',
      reference: permission.reference,
    },
    history: toHistory(input),
    receiptHref: permission.allowedAt === null ? null : `/permissions/${permission.id}/receipts`,
    changeHref: isChangeable(permission) ? `/permissions/${permission.id}/change` : null,
    reconnect: reconnectOf(permission),
    stopHref: current && permission.allowedAt ? `/permissions/${permission.id}/stop` : null,
    phone: brand.phone,
  }
}

/** The last day on which its third party is served, as the bank has announced it. */
function toBankEnd(permission: Permission): PermissionDetailView['bankEnd'] {
  const { state, tppEndsAt, lastActionAt, bankSaid } = permission
  const over = state === 'stopped-by-bank'
  if (!over && (tppEndsAt === null || !isCurrent(state))) return null
  // It ends with its last day, which is over a moment before the next begins.
  const on = bankDay(
    over ? lastActionAt : new Date((tppEndsAt ?? lastActionAt).getTime() - 1),
    brand.timeZone,
  )
  const asks = permission.kind === 'fundsConfirmation'
  return { on, over, reason: reasonOf(permission), told: bankSaid?.text ?? null, asks }
}

/** PSR Art. 43: two years after it ended. */
function keptUntil({ lastActionAt }: Permission): string {
  const until = new Date(lastActionAt)
  until.setUTCFullYear(until.getUTCFullYear() + KEPT_YEARS)
  return bankDay(until, brand.timeZone)
}

/** What was asked to be deleted, and whether more can be; nothing while it lives. */
function toRemoval({ permission, removals, askable }: DetailInput): PermissionDetailView['removal'] {
  if (!askable && removals.length === 0) return null
  const askHref = askable ? `/permissions/${permission.id}/removal` : null
  return { askHref, rows: removals.map(toRemovalRow) }
}

function stopped({ permission, removals, askable, told, now }: DetailInput): PermissionDetailView['stopped'] {
  const [removal] = removals
  return {
    deletion: removal
      ? { href: `/removals/${removal.id}`, channel: removal.channel }
      : askable
        ? 'not-asked'
        : null,
    at: permission.lastActionAt.toISOString(),
    reference: permission.reference,
    told: told?.at ? { at: told.at.toISOString() } : toldLater(told, isAboutToTell(permission, now)),
    keptUntil: keptUntil(permission),
    receiptHref: `/permissions/${permission.id}/receipts`,
    asks: permission.kind === 'fundsConfirmation',
  }
}

function toldLater(told: Told | null, aboutTo: boolean) {
  if (told === null) return aboutTo ? 'telling' : 'by-asking'
  return told.underWay ? 'telling' : 'unreachable'
}

function toStopTrail({ permission, told, now }: DetailInput): PermissionDetailView['stopTrail'] {
  const aboutTo = isAboutToTell(permission, now)
  const none = aboutTo ? { at: null, underWay: true, confirmed: 'never' as const } : null
  return {
    at: permission.lastActionAt.toISOString(),
    asks: permission.kind === 'fundsConfirmation',
    told: told
      ? {
          at: told.at?.toISOString() ?? null,
          underWay: told.underWay,
          confirmed: told.confirms ? (told.confirmedAt?.toISOString() ?? null) : 'never',
        }
      : none,
  }
}

/** The message is planned within seconds; what is not known of one after a day is known no more. */
const isAboutToTell = ({ told, lastActionAt }: Permission, now: Date) =>
  told && now.getTime() - lastActionAt.getTime() < DAY_MILLIS

/** What is shared and, marked as such, what was taken back since. */
function toAccounts({ rights }: Permission, accounts: Account[]): PermissionFactsView['accounts'] {
  return accounts
    .map((account) => ({
      id: account.id,
      name: account.name,
      iban: numberOf(account),
      joint: false,
      takenBack: !rights.some(({ accountId }) => accountId === account.id),
    }))
    .sort((a, b) => Number(a.takenBack) - Number(b.takenBack))
}

/** Who uses the app that looks, where that is another holder: the one who connected it. */
function userOf({ permission: { givenBy }, holders }: DetailInput): string | null {
  return givenBy === null ? null : (holders.get(givenBy) ?? '')
}

/** The calls of the chosen day, of which there may be none, or of the newest day that has any. */
function toDayCalls(input: DetailInput): DayCallsView | null {
  const { permission, history, accounts, day, endedBy, pausedBy, span } = input
  const days = history.days.filter(
    ({ present, away, refused, failed }) => present + away + refused + failed > 0,
  )
  const chosen = history.days.find((entry) => entry.day === day) ?? days.at(-1)
  if (!chosen || days.length === 0) return null
  const { day: date, present, away } = chosen
  const nameOf = namesOf(accounts)
  const calls: AccessCall[] = history.calls.map((call) => ({
    id: call.id,
    at: call.at.toISOString(),
    part: PARTS[call.what],
    account: call.accountId === null ? 'all' : { name: nameOf.get(call.accountId) ?? null },
    withYou: call.youWerePresent,
    outcome: call.outcome,
    why:
      call.outcome === 'refused' ? whyRefused({ ...call, permission, stoppedBy: endedBy, pausedBy }) : null,
  }))
  const href = (other: string | undefined) => (other ? `${hrefOf(span)}${other}#calls` : null)
  return {
    date,
    user: userOf(input),
    looks: present + away,
    perDay: permission.frequencyPerDay,
    calls,
    more: history.more,
    previousHref: href(days.findLast((other) => other.day < date)?.day),
    nextHref: href(days.find((other) => other.day > date)?.day),
  }
}

type DetailInput = {
  permission: Permission
  accounts: Account[]
  history: AccessHistory
  events: ConsentEvent[]
  formerNames: readonly FormerName[]
  questions: AskedQuestion[] | null
  refused: RefusedQuestions[]
  /** What was asked for, where the permission itself does not say it. */
  request: ConsentRequestView | null
  passkey: string | null
  removals: Removal[]
  askable: boolean
  span: Span
  day: string | null
  justStopped: boolean
  /** When its third party was told of a stop, as far as that is known. */
  told: Told | null
  waitsFor: WaitsFor
  endedBy: EndedBy
  pausedBy: PausedBy
  /** The names of other holders who decided or connected something, by their id. */
  holders: ReadonlyMap<string, string>
  now: Date
}
