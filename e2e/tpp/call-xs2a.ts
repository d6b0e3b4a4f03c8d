import * as client from 'openid-client'
import type { z } from 'zod'
import { type BankCall, callBank } from '../outside/call-bank'
import type { OpenBank } from './bank'

/** One call to the bank's XS2A interface, with the DPoP-bound token where there is one. Throws `BankSaidNo` as `callBank` does. */
export async function callXs2a<Schema extends z.ZodType>({
  bank,
  accessToken,
  ...call
}: CallXs2a<Schema>): Promise<z.infer<Schema>> {
  const send = accessToken === undefined ? bank.fetch : withToken(bank, accessToken)
  return await callBank({ ...call, send, xs2a: bank.xs2a, signing: bank.signing })
}

/** openid-client throws when an answer carries WWW-Authenticate; for us it is an answer like any other. */
function withToken({ oauth, dpop }: OpenBank, accessToken: string): client.CustomFetch {
  return async (url, { method, body, headers }) => {
    try {
      return await client.fetchProtectedResource(
        oauth,
        accessToken,
        new URL(url),
        method,
        body,
        new Headers(headers),
        { DPoP: dpop },
      )
    } catch (error) {
      if (error instanceof client.WWWAuthenticateChallengeError) return error.response
      throw error
    }
  }
}

type CallXs2a<Schema extends z.ZodType> = BankCall<Schema> & { bank: OpenBank; accessToken?: string }
