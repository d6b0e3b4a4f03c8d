import * as client from 'openid-client'
import type { OpenBank } from './bank'
import type { Asking, Tokens } from './store'

/** Redeems the code of the customer's return; checks state, `iss` (RFC 9207) and PKCE on the way. */
export async function redeemCode({ bank, asking, returned, now }: RedeemCode): Promise<Tokens> {
  const answer = await client.authorizationCodeGrant(
    bank.oauth,
    returned,
    { expectedState: asking.state, pkceCodeVerifier: asking.codeVerifier },
    undefined,
    { DPoP: bank.dpop },
  )
  return toTokens(answer, null, now)
}

/** Fetches a new access token. The bank need not rotate the refresh token (FAPI 2.0, 5.3.2.1), so the old one stays. */
export async function refreshTokens({ bank, tokens, now }: RefreshTokens): Promise<Tokens> {
  if (tokens.refresh === null) return tokens
  const answer = await client.refreshTokenGrant(bank.oauth, tokens.refresh, undefined, { DPoP: bank.dpop })
  return toTokens(answer, tokens.refresh, now)
}

/** Gives our tokens back; with the refresh token the bank drops the access tokens that came from it. */
export async function revokeTokens({ bank, tokens }: Pick<RefreshTokens, 'bank' | 'tokens'>): Promise<void> {
  await client.tokenRevocation(bank.oauth, tokens.refresh ?? tokens.access)
}

/** A token that dies on the way to the bank would look like a stopped consent. */
export function isAboutToExpire({ accessUntil }: Tokens, now: Date): boolean {
  return new Date(accessUntil).getTime() - now.getTime() < 10_000
}

function toTokens(answer: client.TokenEndpointResponse, refresh: string | null, now: Date): Tokens {
  return {
    access: answer.access_token,
    accessUntil: new Date(now.getTime() + (answer.expires_in ?? 60) * 1000).toISOString(),
    refresh: answer.refresh_token ?? refresh,
  }
}

type RedeemCode = { bank: OpenBank; asking: Asking; returned: URL; now: Date }
type RefreshTokens = { bank: OpenBank; tokens: Tokens; now: Date }
