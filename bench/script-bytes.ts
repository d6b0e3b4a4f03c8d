import { join } from 'node:path'
import { bankBuild } from './bank-build'
import { buildControl, CONTROL } from './control-build'
import { GOALS, judge } from './goals'
import { scriptBytes } from './page-script'
import type { Result } from './table'

/** The pages on the way of a consent, by their place in the build. */
const PAGES = {
  'sign-in': 'sign-in',
  consent: 'interaction/[uid]',
  activation: 'activate',
  passkeys: '(customer)/security',
  'a new passkey': '(customer)/security/add',
}

/**
 * P8: how much script a current browser fetches with these pages beyond an empty page of an empty app of the same Next.
 * Everything counts that is ours: components, libraries in them, and what the root of the app brings to every page. What
 * only a browser without WebAuthn's JSON calls fetches is told beside it; that no other does is a journey test's matter
 * (`e2e/journeys/older-browsers.spec.ts`).
 */
export async function measureScriptBytes(): Promise<Result> {
  const build = await bankBuild()
  await buildControl()
  const floor = (await scriptBytes(join(CONTROL, '.next'), 'empty')).first
  const own: { page: string; first: number; later: number }[] = []
  for (const [page, place] of Object.entries(PAGES)) {
    const { first, later } = await scriptBytes(build, place)
    own.push({ page, first: (first - floor) / 1_000, later: later / 1_000 })
  }
  const most = Math.max(...own.map(({ first }) => first))
  const figures = (part: 'first' | 'later') =>
    own.map((script) => `${script.page} ${script[part].toFixed(2)} kB`).join(', ')
  return {
    ours: most,
    limit: null,
    control: floor / 1_000,
    toLimit: null,
    toControl: null,
    verdict: judge(GOALS[7], { median: most, min: most, max: most, settled: true }),
    notes: [
      `own script beyond the empty page's ${(floor / 1_000).toFixed(1)} kB: ${figures('first')}`,
      `a browser without WebAuthn's JSON calls fetches in addition: ${figures('later')}`,
    ],
  }
}
