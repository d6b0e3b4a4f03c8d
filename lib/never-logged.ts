/**
 * Names of fields whose values never reach the log, whoever logs them, at the top of a line or up to two levels below. What names a
 * person, opens a door, or proves who somebody is. Names are compared as they are written.
 */
export const NEVER_LOGGED = [
  // What opens a door
  'authorization',
  'cookie',
  'set-cookie',
  'dpop',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'id_token',
  'client_assertion',
  'code_verifier',
  'request_uri',
  'activationCode',
  'recoveryCode',
  'secret',
  'password',
  'privateKey',
  'privateJwk',
  'key',
  'x-client-cert-secret',
  // What proves who somebody is
  'assertion',
  'attestation',
  'credential',
  'credentialId',
  'challenge',
  // What names a person, or tells of their money
  'iban',
  'pan',
  'maskedPan',
  'email',
  'mailAddress',
  'psuName',
  'ownerName',
  'creditorName',
  'debtorName',
  'creditorAccount',
  'debtorAccount',
  'remittanceInformationUnstructured',
  'amount',
  'balance',
  'psuAddress',
  'psu-ip-address',
  'sealedDetail',
  'personal',
  'body',
] as const

/** Only at the top of a line: below, a fault of the database has its code, and a kind its name. */
export const NEVER_AT_THE_TOP = ['code', 'name'] as const

/** The same as the paths that pino takes. */
export function redactedPaths(): string[] {
  const anywhere = NEVER_LOGGED.flatMap((name) => {
    const field = /^\w+$/.test(name) ? name : `["${name}"]`
    const below = field === name ? `.${name}` : field
    return [field, `*${below}`, `*.*${below}`]
  })
  return [...NEVER_AT_THE_TOP, ...anywhere]
}
