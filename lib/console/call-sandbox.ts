import 'server-only'
import { randomBytes, randomUUID } from 'node:crypto'
import { env } from '@/lib/env'
import { CONSOLE_BACK } from '@/lib/sandbox/console-identity'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { answerCall } from '@/lib/xs2a/answer-call'
import type { Xs2aAnswer } from '@/lib/xs2a/call'
import { describeOperation } from '@/lib/xs2a/describe-operations'
import { NIL, uuidOr } from '@/lib/xs2a/match-route'
import { ROUTES } from '@/lib/xs2a/routes'
import { consoleCertificate } from './console-certificate'
import { consoleFields } from './console-fields'
import type { ConsoleSession } from './console-session'
import { learnAnswer } from './learn-answer'

/**
 * Makes one call of the interface as a third party of the sandbox, the developer's console, with a real certificate
 * that is vetted like any other; through the door itself, so that nothing leaves the house. Only lines of the table, only
 * what its form asks for, and only in a sandbox: null otherwise. A consent or a payment of another browser does not exist here.
 */
export async function callSandbox(session: ConsoleSession, call: SandboxCall): Promise<SandboxAnswer | null> {
  const route = ROUTES.find(({ operationId }) => operationId === call.operationId)
  const operation = env.SANDBOX ? describeOperation(call.operationId) : null
  if (!route || !operation) return null
  const asked = consoleFields(operation)
  const of = (place: string) =>
    asked.flatMap(({ in: where, name }): [string, string][] => {
      const value = call.fields[`${where}.${name}`]
      return where === place && value ? [[name, value]] : []
    })
  const path = new Map(of('path').map(([name, value]) => [name, ownOrNobodys(session, name, value)]))
  const filled = route.path.replace(/\{([^}]+)\}/g, (_, name) =>
    encodeURIComponent(path.get(name) ?? 'missing'),
  )
  const search = new URLSearchParams(of('query')).toString()
  const state = sendsOff(operation) ? randomBytes(32).toString('base64url') : null
  const sent = new Map([
    ['X-Request-ID', randomUUID()],
    ...of('header').map(([name, value]) => [name, ownOrNobodys(session, name, value)] as const),
    ...(state ? [['TPP-Redirect-URI', `${CONSOLE_BACK}?state=${state}`] as const] : []),
    ...(route.body ? [['Content-Type', 'application/json'] as const] : []),
  ])
  const byName = new Map([...sent].map(([name, value]) => [name.toLowerCase(), value]))
  const bytes = Buffer.from(route.body ? call.body : '')
  const answer = await answerCall(
    {
      method: route.method,
      path: filled,
      search,
      header: (name) => byName.get(name),
      repeated: [],
      readBody: async (limit) => (bytes.length > limit ? null : bytes),
    },
    await vetCaller({ der: await consoleCertificate(), address: '127.0.0.1', through: 'listener' }),
  )
  const id = path.get('consentId') ?? path.get('paymentId')
  learnAnswer(session, { operationId: call.operationId, id, answer, state })
  const head = [`${route.method} /xs2a${filled}${search && `?${search}`}`]
  for (const [name, value] of sent) head.push(`${name}: ${value}`)
  return { request: route.body ? [...head, '', call.body] : head, answer }
}

/** Where the customer comes back to is never a developer's to say: the bank would lead people there in its own name. */
const sendsOff = ({ parameters }: { parameters: { name: string }[] }) =>
  parameters.some(({ name }) => name === 'TPP-Redirect-URI')

/** All browsers are one third party to the bank: what is another's is asked for as what does not exist. */
function ownOrNobodys(session: ConsoleSession, name: string, value: string): string {
  if (!/^(consent-?id|paymentId)$/i.test(name)) return value
  const id = uuidOr(value, null)
  return id === null || session.own.has(id) ? value : NIL
}

/** `fields` by where each goes: `path.consentId`, `header.Consent-ID`. */
export type SandboxCall = { operationId: string; fields: Record<string, string>; body: string }
export type SandboxAnswer = { request: string[]; answer: Xs2aAnswer }
