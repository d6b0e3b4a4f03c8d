import { nextProgram } from '../../scripts/children'
import type { BenchBank } from '../bank'
import { bankBuild } from '../bank-build'
import { Client } from '../client'
import { goalOf, judge } from '../goals'
import { expectServed, shoot } from '../measure'
import { medianShot, type Ratio, type Round, ratioOf, shootRounds } from '../rounds'
import { startServer, stopServers } from '../server'
import type { Result } from '../table'
import { type CustomerName, givenCustomers, type Visitor } from './given-customers'

const PORT = 3191
const CONNECTIONS = 4
const NAMES = ['few', 'many'] as const
/** The first two are the goal; the others are told beside it. */
const PAGES: Record<string, (visitor: Visitor) => string> = {
  home: () => '/',
  detail: ({ consentId }) => `/permissions/${consentId}`,
  'home, second page of a search': () => '/?q=app&page=2',
  'detail, a year': ({ consentId }) => `/permissions/${consentId}?days=365`,
  activity: () => '/activity',
}
const OF_THE_GOAL = ['home', 'detail']

/**
 * P19: what the dashboard and a permission's page cost, the server's CPU and PostgreSQL's, for a customer with three hundred
 * permissions and two years of history, against one with three and a month. The figure is the worse of the two pages.
 */
export async function measurePages(bank: BenchBank, plan: PagesPlan): Promise<Result> {
  const build = await bankBuild()
  console.log('Filling two customers …')
  const visitors = await givenCustomers(bank.superuserUrl)
  const { closeDatabases } = await import('@/db/connection')
  await closeDatabases()
  const server = await startServer({
    program: [nextProgram(), 'start', '-H', '127.0.0.1', '-p', String(PORT), '--keepAliveTimeout', '65000'],
    env: {
      NODE_ENV: 'production',
      NEXT_DIST_DIR: build,
      NEXT_TELEMETRY_DISABLED: '1',
      PUBLIC_ORIGIN: `http://localhost:${PORT}`,
      MTLS_ORIGIN: `https://localhost:${PORT + 1}`,
      LIMIT_PEOPLE_PER_MINUTE: '1000000',
    },
    port: PORT,
  })
  const client = new Client({ host: '127.0.0.1', port: PORT }, CONNECTIONS)
  const requestsOf = (page: string, name: CustomerName, count: number) =>
    Array.from({ length: count }, () => request(PAGES[page]?.(visitors[name]) ?? '', visitors[name]))
  const results = new Map<string, Round<CustomerName>[]>()
  for (const page of Object.keys(PAGES)) {
    await client.open()
    for (const name of NAMES) await expectServed(client, requestsOf(page, name, plan.warmUp))
    client.close()
    const shot = (name: CustomerName) =>
      shoot({
        client,
        connections: CONNECTIONS,
        requests: requestsOf(page, name, CONNECTIONS + plan.pages),
        pid: server.pid,
        postmaster: bank.postmaster,
      })
    const rounds = await shootRounds<CustomerName>({
      names: NAMES,
      shootRound: async (order) => {
        const round: Partial<Round<CustomerName>> = {}
        for (const name of order) round[name] = await shot(name)
        return whole(round)
      },
      pairs: [['many', 'few']],
      roundsMin: OF_THE_GOAL.includes(page) ? plan.roundsMin : 3,
      deadline: performance.now() + (OF_THE_GOAL.includes(page) ? plan.seconds * 1_000 : 0),
    })
    results.set(page, rounds)
  }
  await stopServers()
  return toResult(results)
}

const whole = ({ few, many }: Partial<Round<CustomerName>>): Round<CustomerName> => {
  if (!few || !many) throw new Error('A round has a shot of each')
  return { few, many }
}

const request = (path: string, { cookie }: Visitor) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost:${PORT}\r\nCookie: ${cookie}\r\nAccept: text/html\r\n\r\n`

function toResult(results: ReadonlyMap<string, Round<CustomerName>[]>): Result {
  const ratios = [...results].map(([page, rounds]) => ({
    page,
    rounds,
    ratio: ratioOf(rounds, 'many', 'few'),
  }))
  const [first, ...rest] = ratios.filter(({ page }) => OF_THE_GOAL.includes(page))
  if (!first) throw new Error('No page was measured')
  const worst = rest.reduce((a, b) => (b.ratio.median > a.ratio.median ? b : a), first)
  const told = ({ median, min, max }: Ratio) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
  const cost = (rounds: Round<CustomerName>[], name: CustomerName) => {
    const { total, app, database } = medianShot(rounds, name)
    return `${Math.round(total)} µs (${Math.round(app)}+${Math.round(database)})`
  }
  return {
    ours: medianShot(worst.rounds, 'many'),
    limit: medianShot(worst.rounds, 'few'),
    control: null,
    toLimit: worst.ratio,
    toControl: null,
    verdict: judge(goalOf('P19'), worst.ratio),
    notes: ratios.map(
      ({ page, rounds, ratio }) =>
        `${page}: ${cost(rounds, 'many')} with 300 permissions, ${cost(rounds, 'few')} with 3, ${told(ratio)}`,
    ),
  }
}

/** Pages per customer and shot. */
export type PagesPlan = { warmUp: number; pages: number; roundsMin: number; seconds: number }
