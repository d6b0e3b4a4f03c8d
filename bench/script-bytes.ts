import { join } from 'node:path'
import { bankBuild } from './bank-build'
import { buildControl, CONTROL } from './control-build'
import { goalOf, judge } from './goals'
import { scriptBytes } from './page-script'
import type { Result } from './table'

/** The pages on the way of a consent or a payment, by their place in the build. */
const PAGES = {
  'sign-in': 'sign-in',
  consent: 'interaction/[uid]',
  payment: 'pay/[linkId]',
  activation: 'activate',
  passkeys: '(customer)/security',
  'a new passkey': '(customer)/security/add',
}

/** What a signed-in customer looks at, by its place in the build. */
const DASHBOARD = {
  permissions: '(customer)',
  'a permission': '(customer)/permissions/[consentId]',
  activity: '(customer)/activity',
  people: '(customer)/people',
  notices: '(customer)/notices',
  removals: '(customer)/removals',
  privacy: '(customer)/privacy',
}

/**
 * P8: how much script a current browser fetches with these pages beyond an empty page of an empty app of the same Next.
 * Everything counts that is ours: components, libraries in them, and what the root of the app brings to every page. What
 * only a browser without WebAuthn's JSON calls fetches is told beside it; that no other does is a journey test's matter
 * (`e2e/journeys/older-browsers.spec.ts`).
 */
export async function measureScriptBytes(): Promise<Result> {
  const { floor, own } = await measurePages(PAGES)
  const most = Math.max(...own.map(({ first }) => first))
  const figures = (part: 'first' | 'later') =>
    own.map((script) => `${script.page} ${script[part].toFixed(2)} kB`).join(', ')
  return {
    ours: most,
    limit: null,
    control: floor,
    toLimit: null,
    toControl: null,
    verdict: judge(goalOf('P8'), exactly(most)),
    notes: [
      `own script beyond the empty page's ${floor.toFixed(1)} kB: ${figures('first')}`,
      `a browser without WebAuthn's JSON calls fetches in addition: ${figures('later')}`,
    ],
  }
}

/** P10: all script that a browser fetches with the dashboard's heaviest page, against the same empty page. */
export async function measureDashboardScript(): Promise<Result> {
  const { floor, own } = await measurePages(DASHBOARD)
  const most = floor + Math.max(...own.map(({ first }) => first))
  const ratio = exactly(most / floor)
  return {
    ours: most,
    limit: null,
    control: floor,
    toLimit: null,
    toControl: ratio,
    verdict: judge(goalOf('P10'), ratio),
    notes: [own.map(({ page, first }) => `${page} ${(floor + first).toFixed(2)} kB`).join(', ')],
  }
}

/** In kB: an empty page, and what each of these brings beyond it. */
async function measurePages(pages: Record<string, string>): Promise<Measured> {
  const build = await bankBuild()
  await buildControl()
  const floor = (await scriptBytes(join(CONTROL, '.next'), 'empty')).first / 1_000
  const own: Measured['own'] = []
  for (const [page, place] of Object.entries(pages)) {
    const { first, later } = await scriptBytes(build, place)
    own.push({ page, first: first / 1_000 - floor, later: later / 1_000 })
  }
  return { floor, own }
}

/** Bytes are counted, not measured: one figure, and no doubt about it. */
const exactly = (figure: number) => ({
  median: figure,
  min: figure,
  max: figure,
  spread: 0,
  rounds: 1,
  settled: true,
})

type Measured = { floor: number; own: { page: string; first: number; later: number }[] }
