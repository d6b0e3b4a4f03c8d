import 'server-only'
import type Provider from 'oidc-provider'

/**
 * Makes `scope` of a token answer what was granted (RFC 6749, 5.1). The library names the scopes of the access token
 * alone: none where the consent stood in `authorization_details`, and an empty list is not legal there; and not
 * `offline_access`, although the refresh token that it asks for is in the same answer.
 */
export const tellGrantedScope: Parameters<Provider['use']>[0] = async (ctx, next) => {
  await next()
  const { body, oidc } = ctx
  if (oidc?.route !== 'token' || !isTokenAnswer(body)) return
  const { scope = '', refresh_token: refreshToken, ...others } = body
  const asked = (oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken)?.scope ?? ''
  const scopes = scope.split(' ').filter(Boolean)
  if (refreshToken !== undefined && asked.split(' ').includes(OFFLINE) && !scopes.includes(OFFLINE))
    scopes.push(OFFLINE)
  ctx.body = {
    ...others,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  }
}

const OFFLINE = 'offline_access'

function isTokenAnswer(body: unknown): body is TokenAnswer {
  return typeof body === 'object' && body !== null && 'access_token' in body
}

type TokenAnswer = { access_token: string; scope?: string; refresh_token?: string }
