import { z } from 'zod'
import { recordCall } from '../outside/record-call'
import type { Bank } from './bank'
import type { Notice, Store } from './store'
import { isFromBank } from './verify-notification'

/**
 * Takes what the bank says of a consent: 200 once it is verified, also when it came before or is about nobody we know;
 * 401 when it is not the bank's word. Whoever the consent belongs to sees the call, and at its end a line about it. What we
 * may still read is not decided here: the bank refuses the next call, and that is believed.
 */
export async function takeNotification({
  bank,
  store,
  brand,
  bankName,
  request,
}: TakeNotification): Promise<number> {
  const started = performance.now()
  const { url, headers, body } = request
  const keys = async () => (await bank.open([])).keys()
  if (!(await isFromBank({ url, headers, body, keys }))) return 401
  const told = Notification.safeParse(jsonOrNull(body))
  if (!told.success) return 400
  const { consentId, consentStatus } = told.data
  const requestId = headers['x-request-id'] ?? ''
  const known = store.findByConsent(consentId)
  if (!known || known.customer.calls.some((call) => call.from === 'bank' && call.requestId === requestId))
    return 200
  const at = new Date()
  const call = recordCall({
    from: 'bank',
    startedAt: at,
    method: 'POST',
    url,
    status: 200,
    milliseconds: Math.round(performance.now() - started),
    requestHeaders: headers,
    requestBody: body,
    responseHeaders: {},
    responseBody: '',
  })
  const waited = known.customer.connection?.waiting ?? false
  const words = wordsOfStatus(consentStatus, { brand, bankName, waited })
  // What its signed event has said already, and we have confirmed, is not taken back.
  const said = words !== null && known.customer.notice?.text.startsWith(words)
  const notice: Notice | null =
    words && !said ? { tone: 'plain', text: words, at: at.toISOString() } : known.customer.notice
  store.save(known.userId, { ...known.customer, notice, calls: [...known.customer.calls, call] })
  return 200
}

/** What a customer of ours reads of a status; null where there is nothing to say. */
export function wordsOfStatus(
  status: string | undefined,
  { waited, ...names }: { brand: string; bankName: string; waited: boolean },
): string | null {
  return (status && (waited ? WORDS_AFTER_WAITING : WORDS)[status]?.(names)) || null
}

const WORDS: Record<string, (names: { brand: string; bankName: string }) => string> = {
  revokedByPsu: ({ brand, bankName }) => `${bankName} told us that you stopped sharing with ${brand}.`,
  expired: ({ bankName }) => `${bankName} told us that this permission has ended.`,
}

/** Of a consent that waited for another person. */
const WORDS_AFTER_WAITING: typeof WORDS = {
  ...WORDS,
  valid: ({ bankName }) => `${bankName} told us that everybody has allowed it now: press “Refresh now”.`,
  rejected: ({ bankName }) => `${bankName} told us that not everybody has allowed it.`,
}

/** Berlin Group names the resource; a notification about a payment is not for us. */
const Notification = z.object({ consentId: z.string(), consentStatus: z.string().optional() })

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type TakeNotification = {
  bank: Bank
  store: Store
  brand: string
  bankName: string
  request: { url: string; headers: Record<string, string>; body: string }
}
