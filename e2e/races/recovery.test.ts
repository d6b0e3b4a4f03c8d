import { randomBytes } from 'node:crypto'
import { and, eq, isNotNull } from 'drizzle-orm'
import { v7 as newId } from 'uuid'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { activationCodes } from '@/db/schema/activation-codes'
import { authenticators } from '@/db/schema/authenticators'
import { recoveryCodes } from '@/db/schema/recovery-codes'
import { givenRecoverable } from '@/e2e/fixtures/given-recovery'
import { SoftAuthenticator } from '@/e2e/fixtures/soft-authenticator'
import { twoInstances } from '@/e2e/fixtures/two-instances'
import { now } from '@/lib/clock'
import { formatActivationCode, hashActivationCode } from '@/lib/psu/activation-code'
import { startRecovery } from '@/lib/sca/enrol-by-recovery'

// Two processes on one database: one recovery code with many letters, one letter with many codes; one passkey comes of each.

const EACH = 2
const { ask } = twoInstances('e2e/races/recovery-process.ts')

test('one recovery code works once, whatever letters come with it at the same time at two instances', async () => {
  const { psuId, codes } = await givenRecoverable()
  for (const [round, code] of codes.slice(0, 6).entries()) {
    const letters = Array.from({ length: 2 * EACH }, () => liveLetter(psuId))
    const ended = await race(await Promise.all(letters), [code])
    expect(ended.filter((word) => word === 'passed')).toHaveLength(1)
    expect(ended.filter((word) => word === 'recovery_invalid')).toHaveLength(2 * EACH - 1)
    expect(await usedCodes(psuId)).toBe(round + 1)
  }
  // The one before, and one each round.
  expect(await passkeysOf(psuId)).toBe(1 + 6)
})

test('one letter works once, whatever codes come with it at the same time at two instances', async () => {
  const { psuId, codes, letter } = await givenRecoverable()
  const ended = await race([letter], codes.slice(0, 2 * EACH))
  expect(ended.filter((word) => word === 'passed')).toHaveLength(1)
  expect(ended.filter((word) => word === 'recovery_invalid')).toHaveLength(2 * EACH - 1)
  // The codes of those that came too late are still good: their transactions left nothing.
  expect(await usedCodes(psuId)).toBe(1)
  expect(await passkeysOf(psuId)).toBe(2)
})

/** Every letter with every code, each with a passkey of its own, half of them at each instance. */
async function race(letters: string[], codes: string[]): Promise<string[]> {
  const tries = await Promise.all(
    letters.flatMap((letter) =>
      codes.map(async (code) => {
        const evidence = { letter, code, requestId: null, now: await now() }
        const { challengeId, options } = await startRecovery(evidence)
        return {
          ...evidence,
          challengeId,
          response: new SoftAuthenticator().create(options),
          userAgent: null,
        }
      }),
    ),
  )
  return ask((half) => tries.filter((_, at) => at % 2 === half))
}

/** The bank gives one at a time; here there are several, so that only the recovery code stands between them. */
async function liveLetter(psuId: string): Promise<string> {
  const code = formatActivationCode(randomBytes(16))
  const at = await now()
  await database()
    .insert(activationCodes)
    .values({
      id: newId(),
      psuId,
      purpose: 'recover',
      codeHash: hashActivationCode(code),
      failures: 0,
      expiresAt: new Date(at.getTime() + 3_600_000),
      createdAt: at,
    })
  return code
}

const usedCodes = (psuId: string) =>
  database().$count(recoveryCodes, and(eq(recoveryCodes.psuId, psuId), isNotNull(recoveryCodes.usedAt)))

const passkeysOf = (psuId: string) => database().$count(authenticators, eq(authenticators.psuId, psuId))
