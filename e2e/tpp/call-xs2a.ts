import { randomUUID } from 'node:crypto'
import * as client from 'openid-client'
import type { z } from 'zod'
import type { OpenBank } from './bank'
import { TppMessages } from './bank-answers'
import { BankSaidNo } from './bank-said-no'
import { sealMessage } from './seal-message'

/**
 * One call to the bank's XS2A interface: mutual TLS by the wire, a fresh X-Request-ID, our seal, and the DPoP-bound
 * token where there is one. Throws `BankSaidNo` for any answer of 400 and above.
 */
export async function callXs2a<Schema extends z.ZodType>({
  bank,
  path,
  schema,
  method = 'GET',
  accessToken,
  headers = {},
  body,
}: CallXs2a<Schema>): Promise<z.infer<Schema>> {
  const url = addressOf(bank.xs2a, path)
  const named = { accept: 'application/json', 'x-request-id': randomUUID(), ...headers }
  const text = body === undefined ? undefined : JSON.stringify(body)
  const all = {
    ...named,
    ...(await sealMessage({ signing: bank.signing, headers: named, body: text ?? '' })),
  }
  const sent = text === undefined ? all : { ...all, 'content-type': 'application/json' }
  const response = accessToken
    ? await withToken({ bank, accessToken, url, method, headers: sent, body: text })
    : await bank.fetch(url.href, { method, headers: sent, body: text, redirect: 'manual' })
  const answer = await response.text()
  if (response.status >= 400) throw refusalOf(response.status, answer)
  return schema.parse(answer === '' ? undefined : JSON.parse(answer))
}

/** openid-client throws when an answer carries WWW-Authenticate; for us it is an answer like any other. */
async function withToken({ bank, accessToken, url, method, headers, body }: WithToken) {
  try {
    return await client.fetchProtectedResource(
      bank.oauth,
      accessToken,
      url,
      method,
      body,
      new Headers(headers),
      {
        DPoP: bank.dpop,
      },
    )
  } catch (error) {
    if (error instanceof client.WWWAuthenticateChallengeError) return error.response
    throw error
  }
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

type CallXs2a<Schema extends z.ZodType> = {
  bank: OpenBank
  path: string
  schema: Schema
  method?: 'GET' | 'POST' | 'DELETE'
  accessToken?: string
  headers?: Record<string, string>
  body?: object
}

type WithToken = {
  bank: OpenBank
  accessToken: string
  url: URL
  method: string
  headers: Record<string, string>
  body: string | undefined
}
