import 'server-only'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * Whose signature on a list or a register is believed: the certificates of a PEM file, or of all in a folder. They are believed
 * as they stand, as the operator put them there; nobody above them is asked. Throws if there is none.
 */
export function readListSigners(path: string): ListSigner[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.pem'))
        .sort()
        .map((name) => join(path, name))
    : [path]
  const signers = files
    .flatMap((file) => readFileSync(file, 'latin1').match(CERTIFICATE) ?? [])
    .map((pem) => new X509Certificate(pem))
  if (signers.length === 0) throw new Error(`${path} holds no certificate of a signer`)
  return signers
}

export type ListSigner = X509Certificate

/** Whether the certificate was valid when it signed. Throws a sentence if it was not. */
export function mustBeInTime(signer: ListSigner, issuedAt: Date): void {
  if (issuedAt < signer.validFromDate || issuedAt > signer.validToDate)
    throw new Error('its signer was not valid when it was issued')
}
