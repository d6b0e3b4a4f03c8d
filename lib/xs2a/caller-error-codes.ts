import type { ErrorCodeFacts } from './error-code'

/** The codes about who calls: certificate, role, signature, token, and how often. */
export const CALLER_ERROR_CODES = {
  CERTIFICATE_MISSING: {
    statuses: [401],
    meaning: 'The call came without a certificate.',
    cause:
      'The client did not show its QWAC in the TLS handshake, or a signed request lacks its certificate.',
    fix: 'Call the mutual-TLS address of the bank and give the client its QWAC with its key and chain.',
  },
  CERTIFICATE_INVALID: {
    statuses: [401],
    meaning: 'The certificate is not a PSD2 certificate that the bank believes.',
    cause:
      'Its issuer is not a trusted qualified provider, a signature in the chain is wrong, its use is another, or its ' +
      'PSD2 statement or organizationIdentifier is missing or malformed.',
    fix: 'Send the whole chain. Check that the certificate is a QWAC with a PSD2 QcStatement, by a listed issuer.',
  },
  CERTIFICATE_EXPIRED: {
    statuses: [401],
    meaning: 'The certificate is outside its time.',
    cause: 'It has ended, or it does not begin until later.',
    fix: 'Call with a renewed certificate. Consents and tokens follow the organizationIdentifier, not the certificate.',
  },
  CERTIFICATE_BLOCKED: {
    statuses: [401],
    meaning: 'The bank has paused this third party.',
    cause: 'Somebody at the bank stopped its access. The certificate itself may be good.',
    fix: 'Do not retry. Ask the bank why, and quote the time of the call and its X-Request-ID.',
  },
  CERTIFICATE_REVOKED: {
    statuses: [401],
    meaning: 'The issuer has revoked the certificate.',
    cause:
      "The issuer's responder or revocation list says so, of the certificate or of the issuing CA itself.",
    fix: 'Get a new certificate from the issuer and call with that.',
  },
  ROLE_INVALID: {
    statuses: [401],
    meaning: 'The certificate does not give the role that this path needs.',
    cause:
      'Accounts and consents need PSP_AI, funds confirmations PSP_IC; the PSD2 statement names another role.',
    fix: 'Call with a certificate of that role, or call only what your licence covers.',
  },
  SIGNATURE_MISSING: {
    statuses: [401],
    meaning: 'The bank wants signed requests, and this one is not signed.',
    cause: 'Digest, Signature or TPP-Signature-Certificate is not there.',
    fix: 'Send all three headers, made with your QSealC.',
  },
  SIGNATURE_INVALID: {
    statuses: [401],
    meaning: 'The signature of the request does not hold.',
    cause: 'The body or a signed header is not what was signed, or the key does not fit the certificate.',
    fix: 'Sign the bytes that you send: digest and x-request-id always, and the optional headers that are there.',
  },
  TOKEN_UNKNOWN: {
    statuses: [401],
    meaning: 'The bank does not know the access token.',
    cause:
      'Authorization is missing, or the token was never issued here, or it ended with its consent or was revoked.',
    fix:
      'Send Authorization: Bearer or DPoP with the token of this consent. One that was allowed by plain redirect has ' +
      'no token: send no Authorization there.',
  },
  TOKEN_INVALID: {
    statuses: [401],
    meaning: 'The access token does not fit this call.',
    cause:
      'It belongs to another consent, to another certificate or key, or its DPoP proof does not hold; or Authorization ' +
      'is not one scheme with one token.',
    fix: 'Use the token of this very consent, with the certificate or key that it was issued to; a proof per call.',
  },
  TOKEN_EXPIRED: {
    statuses: [401],
    meaning: 'The access token has run out.',
    cause: 'Access tokens live for minutes.',
    fix: 'Get a new one with the refresh token; the customer is not needed for it.',
  },
  PSU_CREDENTIALS_INVALID: {
    statuses: [401],
    meaning: 'The customer could not be authenticated.',
    cause: 'The passkey did not fit, too many attempts failed, or the customer is not one of this bank.',
    fix: 'Let the customer try again from your application. Do not ask them for their credentials.',
  },
  SERVICE_BLOCKED: {
    statuses: [403],
    meaning: 'The bank does not serve this for this third party or customer now.',
    cause: 'The bank stopped the service for a reason that lies outside the request.',
    fix: 'Do not retry. Ask the bank, and quote the X-Request-ID.',
  },
  ACCESS_EXCEEDED: {
    statuses: [429],
    meaning: 'The consent was read without the customer more often than it allows.',
    cause:
      'Reads without the customer are limited to frequencyPerDay per consent, endpoint and account within 24 hours. (429 ' +
      'without a body is something else: too many requests in a short time.)',
    fix: 'Wait as long as Retry-After says. With the customer present, send PSU-IP-Address: such reads do not count.',
  },
} as const satisfies Record<string, ErrorCodeFacts>
