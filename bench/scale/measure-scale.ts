import { type ChildProcess, fork } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { Client } from 'pg'
import type { BenchBank } from '../bank'
import { cpuSeconds } from '../cpu'
import { goalOf, judge } from '../goals'
import { type Ratio, type Round, ratioOf, type Shot, shootRounds } from '../rounds'
import type { Result } from '../table'
import type { Operation } from './ask'
import { fill } from './fill'

const SIZES = { small: 10_000, large: 1_000_000 }
const OPERATIONS: readonly Operation[] = ['list', 'history', 'insert', 'check']
const DAY_MILLIS = 86_400_000

/**
 * P12: what the list of permissions, the history of a consent, a row of the access log and the check of a consent cost
 * PostgreSQL where there are a million consents and a million rows of the access log, against ten thousand of each. Two
 * databases of one server, shot at in turn. The figure is the worst of the four.
 */
export async function measureScale(bank: BenchBank, plan: ScalePlan): Promise<Result> {
  const admin = new Client(bank.superuserUrl)
  await admin.connect()
  const sizes = await openSizes(bank, admin)
  try {
    const results = new Map<Operation, Round<Size>[]>()
    for (const operation of OPERATIONS) {
      const shots = (name: Size) => shoot({ admin, size: sizes[name], operation, count: plan.operations })
      // Connections, plans, and as much of the tables as the machine keeps in memory.
      for (const name of ['small', 'large'] as const) await shots(name)
      const rounds = await shootRounds<Size>({
        names: ['small', 'large'],
        shootRound: async (order) => {
          const round: Round<Size> = { small: BLANK, large: BLANK }
          for (const name of order) round[name] = await shots(name)
          return round
        },
        pairs: [['large', 'small']],
        roundsMin: plan.roundsMin,
        deadline: performance.now() + plan.seconds * 1_000,
      })
      results.set(operation, rounds)
    }
    return toResult(results, await gigabytes(admin))
  } finally {
    for (const { child } of Object.values(sizes)) child.kill('SIGKILL')
    await admin.end()
  }
}

async function openSizes(bank: BenchBank, admin: Client): Promise<Record<Size, OpenSize>> {
  const thumbprint = createHash('sha256')
    .update(new X509Certificate(bank.certificate.cert).raw)
    .digest('base64url')
  const { template, grantId } = await givenTemplate(bank, thumbprint)
  const { closeDatabases } = await import('@/db/connection')
  // A database that somebody is connected to cannot be copied.
  await closeDatabases()
  await admin.query('create database placet_large template placet owner placet_owner')
  const open = async (database: string, rows: number): Promise<OpenSize> => {
    const at = (url = '') => Object.assign(new URL(url), { pathname: `/${database}` }).href
    console.log(`Filling ${database} with ${rows} consents and looks …`)
    await fill({ url: at(bank.superuserUrl), template, grantId, rows })
    const child = fork('bench/scale/ask.ts', {
      execArgv: ['--conditions=react-server', '--import', 'tsx'],
      env: {
        ...process.env,
        DATABASE_URL: at(process.env.DATABASE_URL),
        BENCH_ROWS: String(rows),
        BENCH_TPP: bank.tppId,
        BENCH_THUMBPRINT: thumbprint,
      },
    })
    await once(child, 'message')
    return { child, database, ended: once(child, 'exit') }
  }
  return { small: await open('placet', SIZES.small), large: await open('placet_large', SIZES.large) }
}

async function givenTemplate(bank: BenchBank, certificateThumbprint: string) {
  const { givenConsent, givenPsu, givenToken, givenTpp } = await import('../../e2e/fixtures/given-consent')
  const { database } = await import('@/db/connection')
  const { applications } = await import('@/db/schema/applications')
  const { tpps } = await import('@/db/schema/tpps')
  const { eq } = await import('drizzle-orm')
  // The reads of the same run may have made it.
  const known = await database().$count(tpps, eq(tpps.id, bank.tppId))
  const tppId = known > 0 ? bank.tppId : await givenTpp(bank.tppId)
  const psuId = await givenPsu()
  const { consentId, grantId } = await givenConsent({ tppId, psuId, accounts: [] })
  await givenToken({ grantId, expiresAt: new Date(Date.now() + DAY_MILLIS), certificateThumbprint })
  const at = new Date()
  await database().insert(applications).values({
    clientId: tppId,
    tppId,
    redirectUris: [],
    authenticationMethod: 'tls_client_auth',
    fapiProfile: 'fapi2-security-profile',
    rotatesRefreshTokens: 'no',
    purposes: [],
    createdAt: at,
    updatedAt: at,
  })
  return { template: consentId, grantId }
}

async function shoot({ admin, size, operation, count }: Shoot): Promise<Shot> {
  const before = await backends(admin, size.database)
  const started = cpuSeconds(before)
  size.child.send({ operation, count })
  const [said] = await Promise.race([once(size.child, 'message'), size.ended])
  if (said !== 'done') throw new Error(`${operation} ended with ${said}`)
  // The first shot opens connections; it is warming and counts for nothing.
  const cost = ((cpuSeconds(before) - started) * 1_000_000) / count
  return { total: cost, app: 0, database: cost }
}

async function backends(admin: Client, database: string): Promise<number[]> {
  const { rows } = await admin.query('select pid from pg_stat_activity where datname = $1', [database])
  return rows.map(({ pid }) => pid)
}

/** What the large size takes on disk, indexes included. */
async function gigabytes(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ bytes: string }>(`select pg_database_size('placet_large') as bytes`)
  return Number(rows[0]?.bytes ?? 0) / 1e9
}

function toResult(results: ReadonlyMap<Operation, Round<Size>[]>, size: number): Result {
  const ratios = [...results].map(([operation, rounds]) => ({
    operation,
    rounds,
    ratio: ratioOf(rounds, 'large', 'small'),
  }))
  const worst = ratios.reduce((a, b) => (b.ratio.median > a.ratio.median ? b : a))
  const told = ({ median, min, max }: Ratio) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
  const cost = (rounds: Round<Size>[], size: Size) => {
    const all = rounds.map((round) => round[size].total).sort((a, b) => a - b)
    return all[Math.floor(all.length / 2)] ?? Number.NaN
  }
  const shot = (size: Size): Shot => ({
    total: cost(worst.rounds, size),
    app: 0,
    database: cost(worst.rounds, size),
  })
  return {
    ours: shot('large'),
    limit: shot('small'),
    control: null,
    toLimit: worst.ratio,
    toControl: null,
    verdict: judge(goalOf('P12'), worst.ratio),
    notes: [
      ...ratios.map(
        ({ operation, rounds, ratio }) =>
          `${operation}: ${Math.round(cost(rounds, 'large'))} µs of PostgreSQL at a million rows, ` +
          `${Math.round(cost(rounds, 'small'))} µs at ten thousand, ${told(ratio)}`,
      ),
      `the large database takes ${size.toFixed(1)} GB`,
    ],
  }
}

const BLANK: Shot = { total: 0, app: 0, database: 0 }

type Size = keyof typeof SIZES
type OpenSize = { child: ChildProcess; database: string; ended: Promise<unknown[]> }
type Shoot = { admin: Client; size: OpenSize; operation: Operation; count: number }
/** `operations` per shot; seconds for each of the four. */
export type ScalePlan = { operations: number; roundsMin: number; seconds: number }
