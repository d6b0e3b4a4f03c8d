import { randomUUID } from 'node:crypto'
import type { CustomFetch } from 'openid-client'
import { z } from 'zod'
import { BankSaidNo } from './bank-said-no'
import { sealMessage } from './seal-message'
import type { SigningServer } from './signing-client'

/**
 * One call to the bank's XS2A interface: mutual TLS by the wire, a fresh X-Request-ID and our seal. `send` takes it there.
 * Throws `BankSaidNo` for any answer of 400 and above.
 */
export async function callBank<Schema extends z.ZodType>({
  xs2a,
  signing,
  send,
  path,
  schema,
  method = 'GET',
  headers = {},
  body,
}: CallBank<Schema>): Promise<z.infer<Schema>> {
  const url = addressOf(xs2a, path)
  const named = { accept: 'application/json', 'x-request-id': randomUUID(), ...headers }
  const text = body === undefined ? undefined : JSON.stringify(body)
  const all = { ...named, ...(await sealMessage({ signing, headers: named, body: text ?? '' })) }
  const sent = text === undefined ? all : { ...all, 'content-type': 'application/json' }
  const response = await send(url.href, { method, headers: sent, body: text, redirect: 'manual' })
  const answer = await response.text()
  if (response.status >= 400) throw refusalOf(response.status, answer)
  return schema.parse(answer === '' ? undefined : JSON.parse(answer))
}

/**
 * A link of the bank may be absolute, relative to its host or relative to the interface. It must stay on the
 * interface's own origin: anywhere else we would hand out the customer's token.
 */
function addressOf(xs2a: string, path: string) {
  const url = path.startsWith('/v1/') ? new URL(`${xs2a}${path}`) : new URL(path, xs2a)
  if (url.origin !== new URL(xs2a).origin) throw new Error(`The bank linked to another origin: ${url.origin}`)
  return url
}

function refusalOf(status: number, answer: string) {
  const parsed = TppMessages.safeParse(jsonOrNull(answer))
  const message = parsed.success ? parsed.data.tppMessages[0] : undefined
  return new BankSaidNo({ status, code: message?.code ?? `HTTP_${status}`, text: message?.text ?? '' })
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const TppMessages = z.object({
  tppMessages: z.array(z.object({ code: z.string(), text: z.string().default('') })).min(1),
})

type CallBank<Schema extends z.ZodType> = BankCall<Schema> & {
  xs2a: string
  signing: SigningServer
  send: CustomFetch
}

/** `path` within the interface, or a link that the bank gave. */
export type BankCall<Schema extends z.ZodType> = {
  path: string
  schema: Schema
  method?: 'GET' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  body?: object
}
