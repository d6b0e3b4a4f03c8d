import 'server-only'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'
import { type ParsedCertificate, parseListedCa } from '@/lib/eidas/parse-certificate'
import { type RevocationList, readRevocationList } from '@/lib/eidas/revocation-list'

const RECHECK_AFTER_MS = 1000

/**
 * Reads a folder of PEM files of issuing CAs; beside `<name>.pem` a `<name>.crl` (DER or PEM) is that CA's
 * current revocation list. Files that changed are read again, looked for at most once in `recheckAfterMs`.
 * Throws if the folder cannot be read at first; later faults go to `faults` and their CA is not trusted.
 */
export function loadTrustAnchors(folder: string, { recheckAfterMs = RECHECK_AFTER_MS } = {}): TrustAnchors {
  const known = new Map<string, { version: string; reading: Reading }>()
  let readings: Reading[] = []
  let version = ''
  let checkedAt = Number.NEGATIVE_INFINITY

  const check = () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.pem'))
    const versions: string[] = []
    readings = names.sort().map((name) => {
      const paths = { pem: join(folder, name), crl: join(folder, `${parse(name).name}.crl`) }
      const fileVersion = `${versionOf(paths.pem)} ${versionOf(paths.crl)}`
      versions.push(`${name} ${fileVersion}`)
      const last = known.get(name)
      if (last?.version === fileVersion) return last.reading
      const reading = readAnchor(paths)
      known.set(name, { version: fileVersion, reading })
      return reading
    })
    version = versions.join()
  }
  const current = () => {
    // The machine's own monotonic clock: a sandbox may move "now", the age of a file look-up does not move.
    const elapsed = performance.now()
    if (elapsed - checkedAt < recheckAfterMs) return readings
    checkedAt = elapsed
    try {
      check()
    } catch (cause) {
      version = 'unreadable'
      readings = [{ anchor: null, faults: [`${folder} cannot be read: ${textOf(cause)}`] }]
    }
    return readings
  }

  check()
  return {
    list: () => current().flatMap(({ anchor }) => anchor ?? []),
    faults: () => current().flatMap(({ faults }) => faults),
    version: () => {
      current()
      return version
    },
  }
}

function readAnchor(paths: { pem: string; crl: string }): Reading {
  let certificate: ParsedCertificate
  try {
    certificate = parseAuthority(readFileSync(paths.pem))
  } catch (cause) {
    return { anchor: null, faults: [`${paths.pem} is not trusted: ${textOf(cause)}`] }
  }
  try {
    const revocations = readRevocationList(readFileSync(paths.crl), certificate)
    return { anchor: { certificate, revocations }, faults: [] }
  } catch (cause) {
    // The CA stays listed: its certificates are then refused as revocation_unknown, which is the truth.
    return {
      anchor: { certificate, revocations: null },
      faults: [`${paths.crl} is no use: ${textOf(cause)}`],
    }
  }
}

function parseAuthority(pem: Buffer): ParsedCertificate {
  if (pem.toString('latin1').split('-----BEGIN CERTIFICATE-----').length !== 2) {
    throw new Error('it must hold exactly one certificate')
  }
  const certificate = parseListedCa(new X509Certificate(pem).raw)
  if (!certificate.isAuthority) throw new Error('it is not the certificate of a CA')
  if (!certificate.keyUsage.includes('keyCertSign')) throw new Error('its key may not sign certificates')
  return certificate
}

function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.ino}:${stat.mtimeMs}:${stat.size}` : 'absent'
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** An issuing CA that the bank trusts by its key. `revocations` is null if its list is absent or no use. */
export type TrustAnchor = { certificate: ParsedCertificate; revocations: RevocationList | null }

/**
 * `faults` are sentences for the operator's log. `version` changes with any file, a new revocation list
 * included: a verdict may be kept while it stays, and no longer than a minute, as lists and certificates end.
 */
export type TrustAnchors = { list(): readonly TrustAnchor[]; faults(): readonly string[]; version(): string }

type Reading = { anchor: TrustAnchor | null; faults: string[] }
