import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { Refusal } from '@/lib/errors'

// THR-21: Next loads these files twice in one process; what one copy knows of a request the other must know too.

async function copy() {
  vi.resetModules()
  return { ...(await import('./request-caller')), ...(await import('./interaction-id')) }
}

const revoked = {
  certificate: null,
  refusal: new Refusal('certificate_revoked'),
  unanswered: null,
  refused: null,
  address: '127.0.0.1',
  through: 'listener',
} as const

test('a certificate that one copy found bad is bad for the other', async () => {
  const [one, other] = [await copy(), await copy()]
  expect(one.callerOf).not.toBe(other.callerOf)
  const req = new IncomingMessage(new Socket())
  await one.attachCaller(req, revoked)
  expect(other.badCertificate(other.callerOf(req))?.code).toBe('certificate_revoked')
})

test('a request that nobody attached is refused, not taken for one without a certificate', async () => {
  const { callerOf } = await copy()
  expect(() => callerOf(new IncomingMessage(new Socket()))).toThrow()
})

test('both copies give one request one id', async () => {
  const [one, other] = [await copy(), await copy()]
  const req = new IncomingMessage(new Socket())
  expect(other.interactionIdOf(req)).toBe(one.interactionIdOf(req))
})
