import type { Route } from './route'

/**
 * Mutual TLS always; a token beside it where the line asks for one, bound to the certificate or to a key. The certificate
 * alone is enough for such a line where the consent was allowed by plain redirect, and nowhere else.
 */
export function securityOf({ refusals }: Route) {
  const withToken = refusals.includes('token_unknown')
  if (!withToken) return [{ mutualTLS: [] }]
  return [{ mutualTLS: [], oauth2: [] }, { mutualTLS: [], dpop: [] }, { mutualTLS: [] }]
}

const SCOPES = {
  'AIS:<consentId>': 'The consent for account information of this id.',
  'PIIS:<consentId>': 'The consent for confirmation of funds of this id.',
  openid: 'Who the customer is, by a pairwise `sub`; never beside a consent in one token.',
  offline_access: 'Taken, and changes nothing: a recurring consent always has a refresh token.',
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
        'The authorization code flow of FAPI 2.0: pushed request, PKCE, tls_client_auth or private_key_jwt. The scope ' +
        'names one consent, AIS:<consentId> or PIIS:<consentId>, and has no fixed list; the consent may stand in ' +
        'authorization_details instead. The token is opaque, bound to the certificate (RFC 8705) and sent as ' +
        'Authorization: Bearer. A consent that was allowed by plain redirect is used without any. Assertions and ' +
        'proofs are JWTs, judged by the practices of RFC8725.',
      flows: {
        authorizationCode: {
          authorizationUrl: `${publicOrigin}/oauth/authorize`,
          tokenUrl: `${mtlsOrigin}/oauth/token`,
          refreshUrl: `${mtlsOrigin}/oauth/token`,
          scopes: SCOPES,
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
