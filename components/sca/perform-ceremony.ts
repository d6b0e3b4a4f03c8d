let running: AbortController | undefined

/**
 * One passkey ceremony with the bank: fetches options, lets the browser answer them, posts the answer. Resolves to
 * where the page goes next; the bank may say that in the place of options. Throws `BankRefusal` with the bank's own words, or
 * what the browser threw. It overtakes the ceremony before it: a browser refuses a second while the one of its list waits.
 */
export async function performCeremony<Options>({
  optionsUrl,
  resultUrl,
  fields,
  answer,
  waits,
}: PerformCeremony<Options>): Promise<string> {
  cancelCeremony()
  running = new AbortController()
  const { signal } = running
  waits?.(true)
  const asked = await post<Asked<Options>>(optionsUrl, { fields })
  if ('location' in asked) return asked.location
  const { options, challengeId } = asked
  waits?.(false)
  const response = await answer(options, signal)
  waits?.(true)
  const { location } = await post<{ location: string }>(resultUrl, { challengeId, response, fields })
  return location
}

/** Ends the ceremony that waits for a passkey: it throws an `AbortError`. */
export function cancelCeremony(): void {
  running?.abort()
}

/** The words for what went wrong; null for a ceremony that another one has overtaken. */
export function wordsFor(thrown: unknown, texts: CeremonyTexts): string | null {
  if (thrown instanceof BankRefusal) return thrown.message
  if (!(thrown instanceof Error)) return texts.failed
  // Browsers report "closed", "timed out" and "no passkey here" alike, on purpose (WebAuthn, NotAllowedError).
  if (thrown.name === 'NotAllowedError') return texts.closed
  if (thrown.name === 'AbortError') return null
  if (thrown.name === 'InvalidStateError') return texts.alreadyHere
  return thrown.name === 'TypeError' ? texts.offline : texts.failed
}

/** Every value of a form as strings, several under one name kept together: `{ accountIds: ['a', 'b'] }`. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const data = new FormData(form)
  return Object.fromEntries([...data.keys()].map((name) => [name, data.getAll(name).map(String)]))
}

/** The bank's "no" to a ceremony: its message is meant for the customer, whole. */
class BankRefusal extends Error {}

async function post<Answer>(url: string, body: unknown): Promise<Answer> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const json = await reply.json()
  if (reply.ok) return json
  throw new BankRefusal(json.error.message)
}

export type Fields = Record<string, string[]>
export type CeremonyTexts = {
  busy: string
  slow: string
  unsupported: string
  closed: string
  failed: string
  alreadyHere: string
  offline: string
}
/** Told true whenever the bank is asked, and false while the browser is. */
export type Waits = (waiting: boolean) => void
type Asked<Options> = { options: Options; challengeId: string } | { location: string }
type PerformCeremony<Options> = {
  optionsUrl: string
  resultUrl: string
  fields: Fields
  answer: (options: Options, signal: AbortSignal) => Promise<unknown>
  waits?: Waits
}
