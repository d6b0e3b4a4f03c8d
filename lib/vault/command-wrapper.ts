import 'server-only'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { timeLimit } from '@/lib/env'
import type { KeyWrapper } from './key-wrapper'

const PATIENCE_MILLIS = 5_000

/**
 * Wraps by a program of the bank's, which speaks to its KMS or HSM (PKCS#11): the key-encryption key never comes here. The
 * program is started once and answers lines of JSON on its output to lines of JSON on its input, in any order:
 *
 *     {"id":1,"ask":"newest"}                                              → {"id":1,"kekId":"…"}
 *     {"id":2,"ask":"wrap","context":"…","bytes":"base64"}                 → {"id":2,"kekId":"…","bytes":"base64"}
 *     {"id":3,"ask":"unwrap","kekId":"…","context":"…","bytes":"base64"}   → {"id":3,"bytes":"base64"}
 *
 * or `{"id":…,"error":"a word"}`. `context` must be authenticated. When it ends it is started again with the next question.
 * Nothing secret stands in an argument, and no shell is between.
 */
export function commandWrapper(command: string): KeyWrapper {
  let running: Program | undefined
  const ask = (question: Question) => {
    if (!running?.alive()) running = start(command)
    return running.ask(question)
  }
  return {
    newest: async () => kekOf(await ask({ ask: 'newest' })),
    wrap: async (secret, context) => {
      const answer = await ask({ ask: 'wrap', context, bytes: secret.toString('base64') })
      return { kekId: kekOf(answer), wrapped: bytesOf(answer) }
    },
    unwrap: async ({ kekId, wrapped }, context) =>
      bytesOf(await ask({ ask: 'unwrap', kekId, context, bytes: wrapped.toString('base64') })),
  }
}

function start(command: string): Program {
  const [program = '', ...args] = command.split(/\s+/)
  const child = spawn(/* turbopackIgnore: true */ program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let alive = true
  const end = (why: string) => {
    alive = false
    for (const { refuse } of waiting.values()) refuse(new Error(`The program that wraps keys ${why}`))
    waiting.clear()
  }
  child.once('error', () => end('cannot be started'))
  child.once('exit', () => end('has ended'))
  // Written to after its end: `exit` says so already.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = Answer.safeParse(parse(line)).data
    const one = answer && waiting.get(answer.id)
    if (!answer || !one) return
    waiting.delete(answer.id)
    if (answer.error === undefined) one.take(answer)
    else one.refuse(new Error(`The program that wraps keys refuses to ${one.ask}: ${answer.error}`))
  })
  // A question keeps its asker alive by its patience; the program alone does not.
  letGo(child)
  return {
    alive: () => alive,
    ask: (question) =>
      new Promise((take, refuse) => {
        asked += 1
        const id = asked
        const patienceMillis = timeLimit(PATIENCE_MILLIS)
        const patience = setTimeout(() => {
          waiting.delete(id)
          refuse(
            new Error(`The program that wraps keys does not ${question.ask} within ${patienceMillis} ms`),
          )
        }, patienceMillis)
        const settled =
          <Value>(then: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(patience)
            then(value)
          }
        waiting.set(id, { ask: question.ask, take: settled(take), refuse: settled(refuse) })
        child.stdin.write(`${JSON.stringify({ id, ...question })}\n`)
      }),
  }
}

function letGo(child: ChildProcessByStdio<Writable, Readable, null>): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) if ('unref' in stream) (stream.unref as () => void)()
}

function kekOf({ kekId }: Answer): string {
  if (!kekId) throw new Error('The program that wraps keys names no key')
  return kekId
}

function bytesOf({ bytes }: Answer): Buffer {
  if (!bytes) throw new Error('The program that wraps keys answers without bytes')
  return Buffer.from(bytes, 'base64')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const Answer = z.object({
  id: z.number(),
  kekId: z.string().max(200).optional(),
  bytes: z.base64().optional(),
  error: z.string().optional(),
})
type Answer = z.infer<typeof Answer>
type Question = { ask: 'newest' | 'wrap' | 'unwrap'; kekId?: string; context?: string; bytes?: string }
type Waiting = { ask: string; take: (answer: Answer) => void; refuse: (fault: Error) => void }
type Program = { alive: () => boolean; ask: (question: Question) => Promise<Answer> }
