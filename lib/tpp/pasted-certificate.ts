/** Far above any PSD2 certificate, and low enough for an address. */
const DER_BYTES_MAX = 6_000
const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/

/**
 * The bytes of the first certificate in a pasted text (PEM), whatever they are; `none` and `large` say why there are none to
 * be judged. Everything else of the text, such as a key, goes no further.
 */
export function readPasted(text: string): Buffer | 'none' | 'large' {
  const [, base64] = BLOCK.exec(text) ?? []
  if (!base64) return 'none'
  const der = Buffer.from(base64, 'base64')
  if (der.length === 0) return 'none'
  return der.length > DER_BYTES_MAX ? 'large' : der
}

/** A certificate as a page's address carries it, or null. */
export function certificateInAddress(parameter: string | string[] | undefined): Buffer | null {
  if (typeof parameter !== 'string' || !/^[A-Za-z0-9_-]{1,8000}$/.test(parameter)) return null
  return Buffer.from(parameter, 'base64url')
}

/** Whether somebody pasted what they should have kept. */
export const holdsPrivateKey = (text: string) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
