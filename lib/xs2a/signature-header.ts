/**
 * The parameters of a `Signature` header (draft-cavage-http-signatures-10): exactly the four that Berlin Group names,
 * each once. Null for anything else.
 */
export function readSignatureHeader(text: string): SignatureHeader | null {
  const found = new Map<string, string>()
  let at = 0
  while (at < text.length) {
    PARAMETER.lastIndex = at
    const match = PARAMETER.exec(text)
    if (!match) return null
    const [whole, name = '', value = ''] = match
    if (found.has(name)) return null
    found.set(name, value)
    at += whole.length
  }
  const [keyId, algorithm, headers, signature] = NAMES.map((name) => found.get(name))
  if (!keyId || !algorithm || !headers || !signature || found.size !== NAMES.length) return null
  return { keyId, algorithm, headers, signature }
}

const NAMES = ['keyId', 'algorithm', 'headers', 'signature'] as const
/** A backslash takes the sign after it along: a name in `keyId` may hold an escaped quotation mark. */
const PARAMETER = /\s*([A-Za-z]+)="((?:[^"\\]|\\.)*)"\s*(?:,(?=\s*[A-Za-z])|$)/y

export type SignatureHeader = { keyId: string; algorithm: string; headers: string; signature: string }
