import fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Answered, needsToken, type Sent, send } from '@/e2e/fixtures/contract-call'
import {
  givenErrors,
  givenRefusedCallers,
  TOO_FAST,
  withoutRevocationList,
} from '@/e2e/fixtures/contract-errors'
import { declaredBy, offContract, operationOf } from '@/e2e/fixtures/contract-judge'
import { keepsTo, requestsOf } from '@/e2e/fixtures/contract-requests'
import { variantsOf } from '@/e2e/fixtures/contract-variants'
import { givenContractWorld } from '@/e2e/fixtures/contract-world'
import { stranger } from '@/e2e/fixtures/xs2a-tpp'
import { matchRoute } from './match-route'
import { ROUTES } from './routes'

// The published contract against the running bank: over mutual TLS, with its real database. CONTRACT_SEED repeats a run,
// CONTRACT_RUNS makes it longer.

vi.hoisted(() => {
  // Enough for this run, and little enough to be used up on purpose.
  process.env.LIMIT_TPP_PER_SECOND = '20000'
  // No poll for events waits for any.
  process.env.EVENT_POLL_SECONDS = '0'
})

const seed = Number(process.env.CONTRACT_SEED ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = Number(process.env.CONTRACT_RUNS ?? 40)
const callers = await givenRefusedCallers()
const world = await givenContractWorld()
const meet = await givenErrors(world, callers)
const nobody = stranger()
const lines = ROUTES.map((route) => [route.operationId, route, operationOf(route)] as const)
const counts = { directed: 0, derived: 0, served: 0, refused: 0, offContract: 0, repeated: 0 }
afterAll(() => {
  process.stdout.write(
    `Contract run: CONTRACT_SEED=${seed} CONTRACT_RUNS=${numRuns} ${JSON.stringify(counts)}\n`,
  )
})

describe('each operation reaches what it declares', () => {
  test.each(lines)('%s', async (_, route, operation) => {
    const missed: string[] = []
    for (const { status, codes } of declaredBy(operation)) {
      const wanted = status < 400 ? [null] : status === 429 ? [...codes, TOO_FAST] : codes
      for (const code of wanted.filter((one) => one !== 'SERVICE_UNAVAILABLE')) {
        counts.directed += 1
        const sent = await world.good(route)
        const answer = code === null ? await send(sent) : await meet(code, sent)
        // What is served may be served with a warning.
        const met =
          answer.status === status && (status < 400 || (answer.code ?? TOO_FAST) === (code ?? TOO_FAST))
        if (!met) missed.push(`${status} ${code}: got ${answer.status} ${answer.text}`)
        const fault = offContract(operation, answer, null)
        if (fault) missed.push(`${status} ${code}: ${fault}`)
      }
    }
    for (const [what, sent] of variantsOf(await world.good(route), world)) {
      counts.directed += 1
      const answer = await send(sent)
      const fault = answer.status < 300 ? offContract(operation, answer, null) : answer.text
      if (fault) missed.push(`${what}: ${fault}`)
    }
    expect(missed).toEqual([])
  })
})

describe('whatever is sent, the answer keeps to the contract, and what leaves the contract is refused', () => {
  test.each(lines)('%s', async (_, route, operation) => {
    const good = await world.good(route)
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, good), async (sent) => {
        const answer = await send(sent)
        counts.derived += 1
        expect(answer.status).toBeLessThan(500)
        expect(offContract(operation, answer, null)).toBeNull()
        if (answer.status >= 400) counts.refused += 1
        if (!keepsTo(operation, sent)) {
          counts.offContract += 1
          expect(answer.status).toBeGreaterThanOrEqual(400)
        }
        if (answer.status < 300) await onlyForItsCaller(sent)
      }),
      { seed, numRuns },
    )
  })
})

test('what the contract does not name is refused, and never with anything but the body of an error', async () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'v1',
      'v2',
      'accounts',
      'consents',
      'status',
      world.own.account,
      '..',
      '%2e%2e',
      'openapi.json',
    ),
    fc.stringMatching(/^[0-9A-Za-z._~%-]{0,12}$/),
  )
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND')
  const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`)
  await fc.assert(
    fc.asyncProperty(method, path, async (how, where) => {
      if (matchRoute(ROUTES, how, where).route || where === '/openapi.json') return
      counts.derived += 1
      const { status, json, text } = await world.mine.call(where, { method: how })
      expect([404, 405], `${how} ${where} ${text}`).toContain(status)
      expect(json.tppMessages).toHaveLength(1)
    }),
    { seed, numRuns: numRuns * 5 },
  )
})

/** What was served is refused without a certificate, without the token, and to another third party. */
async function onlyForItsCaller(sent: Sent): Promise<void> {
  counts.served += 1
  const again = async (change: Partial<Sent>): Promise<Answered> => {
    counts.repeated += 1
    return send({ ...sent, ...change })
  }
  expect(await again({ wire: nobody })).toMatchObject({ status: 401, code: 'CERTIFICATE_MISSING' })
  if (needsToken(sent.route)) {
    const bare = { ...sent.headers, authorization: undefined }
    expect(await again({ headers: bare })).toMatchObject({ status: 401, code: 'TOKEN_UNKNOWN' })
  }
  if ('paymentId' in sent.ids)
    expect(await again({ wire: world.other })).toMatchObject({ status: 403, code: 'RESOURCE_UNKNOWN' })
  // Whoever asks for a consent or a payment of its own names nobody else's.
  if (needsToken(sent.route) || 'consentId' in sent.ids)
    expect(await again({ wire: world.other })).toMatchObject({ code: 'CONSENT_UNKNOWN' })
}

// The last: from here on the process knows nothing of anybody's certificate.
test('each operation says so when the bank cannot answer', async () => {
  const calls = await Promise.all(lines.map(async (line) => [line, await world.good(line[1])] as const))
  const missed = await withoutRevocationList(async () => {
    const answers: string[] = []
    for (const [[operationId, , operation], sent] of calls) {
      const answer = await send(sent)
      const fault = offContract(operation, answer, null)
      if (answer.status !== 503 || fault) answers.push(`${operationId}: ${answer.status} ${fault}`)
    }
    return answers
  })
  expect(missed).toEqual([])
})
