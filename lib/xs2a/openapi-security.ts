import type { Route } from './route'

/** Mutual TLS always; a token beside it where the line asks for one, bound to the certificate or to a key. */
export function securityOf({ refusals }: Route) {
  const withToken = refusals.includes('token_unknown')
  if (!withToken) return [{ mutualTLS: [] }]
  return [
    { mutualTLS: [], oauth2: [] },
    { mutualTLS: [], dpop: [] },
  ]
}

export function securitySchemes({ publicOrigin, mtlsOrigin }: { publicOrigin: string; mtlsOrigin: string }) {
  return {
    mutualTLS: {
      type: 'mutualTLS',
      description:
        'A QWAC with the PSD2 role of the path. Consents and tokens belong to its organizationIdentifier.',
    },
    oauth2: {
      type: 'oauth2',
      description:
        'The authorization code flow of FAPI 2.0: pushed request, PKCE, private_key_jwt; scope AIS:<consentId>. The ' +
        'token is opaque, bound to the certificate (RFC 8705) and sent as Authorization: Bearer. Assertions and proofs are ' +
        'JWTs, judged by the practices of RFC8725.',
      flows: {
        authorizationCode: {
          authorizationUrl: `${publicOrigin}/oauth/authorize`,
          tokenUrl: `${mtlsOrigin}/oauth/token`,
          refreshUrl: `${mtlsOrigin}/oauth/token`,
          scopes: {},
        },
      },
    },
    dpop: {
      type: 'http',
      scheme: 'DPoP',
      description: 'The same token bound to a key instead (RFC 9449), with a proof in the header DPoP.',
    },
  }
}
