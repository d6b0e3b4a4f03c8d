/**
 * The goals of the product's performance, each a ratio of one run. `must` is the ratio that has to hold, in kB for
 * P8; `gate`: a run that breaks it by more than the slack fails.
 */
export const GOALS = [
  { id: 'P1', what: 'checked balances read, CPU of app and database', must: 1.5, gate: false },
  { id: 'P2', what: 'the same against Next, drizzle and jose', must: 0.35, gate: true },
  {
    id: 'P3',
    what: 'the same read bound by DPoP, against the limit and a raw ES256 check',
    must: 1.5,
    gate: true,
  },
  { id: 'P4', what: 'the raw API path against bare node:http, 2 kB JSON', must: 1.5, gate: true },
  { id: 'P5', what: 'code exchange against a hand-written one', must: 2.5, gate: true },
  { id: 'P6', what: 'token endpoint against better-auth', must: 0.5, gate: true },
  { id: 'P7', what: 'pushed request, mounted against the provider alone', must: 1.4, gate: true },
  { id: 'P8', what: 'own script of consent, sign-in and SCA pages, kB brotli', must: 3, gate: true },
  { id: 'P9', what: 'consent page, largest paint against static HTML', must: 1.3, gate: false },
  { id: 'P10', what: 'dashboard script against an empty page', must: 1.3, gate: true },
  { id: 'P11', what: 'dashboard page, server CPU against a minimal page', must: 2, gate: true },
  { id: 'P12', what: 'list, audit insert, consent check at 1e6 rows against 1e4', must: 2, gate: true },
  { id: 'P13', what: 'month purge: partition drop against DELETE', must: 0.1, gate: true },
  { id: 'P14', what: 'grouped audit against single insert', must: 0.25, gate: true },
  { id: 'P15', what: 'Keycloak, CPU per code exchange', must: 0.5, gate: false },
  { id: 'P16', what: 'p99 against p50 at 70 % of the peak', must: 5, gate: false },
  { id: 'P17', what: 'idle memory against next start alone', must: 1.3, gate: true },
  { id: 'P1b', what: 'checked page of 100 transactions, CPU of app and database', must: 1.5, gate: false },
  { id: 'P18', what: 'a read while another third party floods, against alone', must: 2, gate: true },
  {
    id: 'P19',
    what: 'dashboard and a permission with 300 of them and two years, against 3',
    must: 1.5,
    gate: true,
  },
] as const satisfies readonly Goal[]

/** A neighbour's noise must not break a build: gates close at the goal times this. */
export const SLACK = 1.25

/** The goal of this id. */
export function goalOf(id: GoalId): Goal {
  const goal = GOALS.find((one) => one.id === id)
  if (!goal) throw new Error(`There is no goal ${id}`)
  return goal
}

/** What became of a goal. A ratio whose rounds disagree, on both sides of the bar, is noise and decides nothing. */
export function judge({ must }: Pick<Goal, 'must'>, { median, min, max, settled }: Figure): Verdict {
  const bar = must * SLACK
  if (!settled && min <= bar && max > bar) return 'noisy'
  if (median <= must) return 'met'
  return median <= bar ? 'within slack' : 'missed'
}

export type Goal = { id: `P${number}` | 'P1b'; what: string; must: number; gate: boolean }
export type GoalId = (typeof GOALS)[number]['id']
export type Verdict = 'met' | 'within slack' | 'missed' | 'noisy' | 'not yet'
type Figure = { median: number; min: number; max: number; settled: boolean }
