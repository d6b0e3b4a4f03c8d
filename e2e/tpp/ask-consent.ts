import * as client from 'openid-client'
import type { OpenBank } from './bank'
import { ConsentCreated } from './bank-answers'
import { callXs2a } from './call-xs2a'
import type { Asking } from './store'

/**
 * Asks the bank for a consent and tells it by a pushed request (RFC 9126) that the customer will come to decide.
 * `ibans` null leaves the choice of accounts to the customer at the bank. Returns where to send the browser.
 */
export async function askConsent({
  bank,
  ibans,
  psuIp,
  redirectUri,
  notificationUri,
  now,
}: AskConsent): Promise<Asked> {
  const accounts = ibans?.map((iban) => ({ iban })) ?? []
  const { consentId } = await callXs2a({
    bank,
    method: 'POST',
    path: '/v1/consents',
    schema: ConsentCreated,
    headers: {
      'psu-ip-address': psuIp,
      'tpp-redirect-uri': redirectUri,
      ...(notificationUri && {
        'tpp-notification-uri': notificationUri,
        'tpp-notification-content-preferred': 'status=SCA, PROCESS',
      }),
    },
    body: {
      access: { accounts, balances: accounts, transactions: accounts },
      recurringIndicator: true,
      validUntil: new Date(now.getTime() + CONSENT_DAYS * DAY_MS).toISOString().slice(0, 10),
      frequencyPerDay: 4,
      combinedServiceIndicator: false,
    },
  })
  const asking = { consentId, state: client.randomState(), codeVerifier: client.randomPKCECodeVerifier() }
  const location = await client.buildAuthorizationUrlWithPAR(
    bank.oauth,
    {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `AIS:${consentId} offline_access`,
      state: asking.state,
      code_challenge: await client.calculatePKCECodeChallenge(asking.codeVerifier),
      code_challenge_method: 'S256',
    },
    { DPoP: bank.dpop },
  )
  return { asking, location: location.href }
}

/** The longest a bank may leave the customer unasked (Delegated Regulation (EU) 2022/2360, Art. 10a). */
const CONSENT_DAYS = 180
const DAY_MS = 86_400_000

type AskConsent = {
  bank: OpenBank
  ibans: string[] | null
  psuIp: string
  redirectUri: string
  notificationUri: string | null
  now: Date
}
type Asked = { asking: Asking; location: string }
