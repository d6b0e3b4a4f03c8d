import { createHash } from 'node:crypto'
import { verifySignature } from '@simplewebauthn/server/helpers'
import { strFromU8, unzipSync } from 'fflate'
import { hashRecord } from '@/lib/consent/consent-record'
import {
  CASE_PARTS,
  CaseAssertion,
  CaseAuthorisations,
  type CaseFault,
  CaseManifest,
  MANIFEST,
  PROOFS,
  RECEIPTS,
  ShownVersions,
  toPart,
} from './case-file'
import type { EvidenceKeySet } from './evidence-file'
import { faultOfProofs, judgeVersions } from './verify-case-proofs'
import { faultsOfSubject, OF_ANOTHER } from './verify-case-subject'
import { verifyEvidence } from './verify-evidence'
import { verifyReceipt } from './verify-receipt'

/**
 * Judges a case file against keys that the verifier trusts already, offline: that the bank signed its list of parts, that each part is
 * what was listed and none is missing or more, that each receipt is genuine, that each page shown has the hash that was approved,
 * that a passkey signed it, that all of it is about the permission it names, and that each row of the trail in it stands in the trail.
 * Every fault is named by its part, of rows the first. `unchecked` says what nobody can judge any more, and why.
 */
export async function verifyCase(bytes: Uint8Array, keys: EvidenceKeySet): Promise<CaseVerdict> {
  const names = namesIn(bytes)
  if (names === null) return failed({ part: 'the archive', reason: 'cannot be read' })
  const signed = partOf(bytes, MANIFEST)
  if (!signed) return failed({ part: MANIFEST, reason: 'is missing' })
  const verdict = await verifyEvidence(strFromU8(signed).trim(), keys)
  if (!verdict.valid) return failed({ part: MANIFEST, reason: verdict.reason })
  const manifest = CaseManifest.safeParse(verdict.payload).data
  if (!manifest) return failed({ part: MANIFEST, reason: 'is of no version known here' })
  const permissionId = manifest.permission.id
  const parts = new Map(manifest.parts.map((part) => [part.name, partOf(bytes, part.name)]))
  const faults = [...faultsOfList(manifest, names), ...faultsOfParts(manifest, parts)]
  const broken = new Set(faults.map(({ part }) => part))
  for (const [name, part] of parts)
    if (name.startsWith(RECEIPTS) && part && !broken.has(name))
      faults.push(...(await faultsOfReceipt(name, part, { keys, permissionId })))
  const read = (name: string) => (broken.has(name) ? null : jsonOf(parts.get(name)))
  faults.push(...faultsOfSubject({ permissionId, read }))
  const { faults: unsigned, unchecked } = await judgeShown(parts, broken)
  faults.push(...unsigned)
  if (![PROOFS, 'events.json', 'accesses.json'].some((name) => broken.has(name))) {
    const trail = keys.trail ?? []
    const fault = faultOfProofs({ read: (name) => jsonOf(parts.get(name)), keys: trail })
    const shown = ShownVersions.safeParse(jsonOf(parts.get('shown.json'))).data ?? []
    const versions = judgeVersions(broken.has('shown.json') ? [] : shown, jsonOf(parts.get('events.json')))
    faults.push(...(fault ? [fault] : []), ...versions.faults)
    unchecked.push(...versions.unchecked)
    if (trail.length === 0) unchecked.push(NO_TRAIL_KEYS)
  }
  return faults.length > 0
    ? { valid: false, faults }
    : { valid: true, manifest, kid: verdict.key.kid, unchecked }
}

const NO_TRAIL_KEYS =
  'That its rows stand in the audit trail: no key of the trail was given (/.well-known/audit-keys.json).'

/** A name that stands twice reads differently in different readers. */
function faultsOfList({ parts }: CaseManifest, names: readonly string[]): CaseFault[] {
  const listed = new Set([MANIFEST, ...parts.map(({ name }) => name)])
  const missing = CASE_PARTS.filter((name) => !listed.has(name))
  return [
    ...missing.map((part) => ({ part, reason: 'is not listed' })),
    ...names.filter((name) => !listed.has(name)).map((part) => ({ part, reason: 'was added' })),
    ...names
      .filter((name, at) => names.indexOf(name) < at)
      .map((part) => ({ part, reason: 'is there twice' })),
  ]
}

function faultsOfParts({ parts }: CaseManifest, found: Parts): CaseFault[] {
  return parts.flatMap((listed) => {
    const part = found.get(listed.name)
    if (!part) return [{ part: listed.name, reason: 'is missing' }]
    return toPart(listed.name, part).sha256 === listed.sha256
      ? []
      : [{ part: listed.name, reason: 'was changed' }]
  })
}

async function faultsOfReceipt(name: string, part: Uint8Array, { keys, permissionId }: Receipts) {
  const verdict = await verifyReceipt(strFromU8(part).trim(), keys)
  if (!verdict.valid) return [{ part: name, reason: verdict.reason }]
  const { receipt } = verdict
  return 'permission' in receipt && receipt.permission.id === permissionId
    ? []
    : [{ part: name, reason: OF_ANOTHER }]
}

/** What was shown, and what was signed: the challenge of a passkey is nonce ‖ SHA-256(nonce ‖ record). */
async function judgeShown(parts: Parts, broken: ReadonlySet<string>) {
  const judged: { faults: CaseFault[]; unchecked: string[] } = { faults: [], unchecked: [] }
  const fault = (part: string, reason: string) => judged.faults.push({ part, reason })
  if (broken.has('shown.json') || broken.has('authorisations.json')) return judged
  const shown = ShownVersions.safeParse(jsonOf(parts.get('shown.json'))).data
  const signed = CaseAuthorisations.safeParse(jsonOf(parts.get('authorisations.json'))).data
  if (!shown) fault('shown.json', 'is of no shape known here')
  if (!signed) fault('authorisations.json', 'is of no shape known here')
  for (const { version, evidence, record, nonce, recordHash, authorisationId } of shown ?? []) {
    if (nonce === null) continue
    const bytes = Buffer.from(nonce, 'base64url')
    const hash = hashRecord(bytes, record)
    if (hash.toString('base64url') !== recordHash)
      fault('shown.json', `version ${version} is not what was approved`)
    if (evidence !== 'signed') continue
    const by = signed?.find(({ id }) => id === authorisationId)
    const assertion = CaseAssertion.safeParse(by?.assertion).data
    const challenge = Buffer.concat([bytes, hash]).toString('base64url')
    if (!assertion || challengeIn(assertion) !== challenge)
      fault('authorisations.json', `version ${version} is not what the passkey signed`)
    else if (!by?.publicKey)
      judged.unchecked.push(`Version ${version}: the customer has removed the passkey, whose key is gone.`)
    else if (!(await isSigned(assertion, by.publicKey)))
      fault('authorisations.json', `version ${version} is not signed by the passkey`)
  }
  return judged
}

function challengeIn({ response }: Assertion): unknown {
  const client = jsonOf(Buffer.from(response.clientDataJSON, 'base64url'))
  return typeof client === 'object' && client !== null && 'challenge' in client ? client.challenge : null
}

/** WebAuthn 7.2: over the authenticator's data and the hash of the client's. */
async function isSigned({ response }: Assertion, publicKey: string): Promise<boolean> {
  const hash = createHash('sha256').update(bytesOf(response.clientDataJSON)).digest()
  return verifySignature({
    signature: bytesOf(response.signature),
    data: Uint8Array.from([...bytesOf(response.authenticatorData), ...hash]),
    credentialPublicKey: bytesOf(publicKey),
  }).catch(() => false)
}

function namesIn(bytes: Uint8Array): string[] | null {
  const names: string[] = []
  try {
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 })
    return names
  } catch {
    // All of it comes from outside; what cannot be read is no archive.
    return null
  }
}

/** One part, so that another one that cannot be read hides nothing. */
function partOf(bytes: Uint8Array, wanted: string): Uint8Array | null {
  try {
    return unzipSync(bytes, { filter: ({ name }) => name === wanted })[wanted] ?? null
  } catch {
    return null
  }
}

function jsonOf(part: Uint8Array | null | undefined): unknown {
  try {
    return part ? JSON.parse(strFromU8(part)) : null
  } catch {
    return null
  }
}

const failed = (fault: CaseFault): CaseVerdict => ({ valid: false, faults: [fault] })
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))

type Receipts = { keys: EvidenceKeySet; permissionId: string }
type Parts = ReadonlyMap<string, Uint8Array | null>
type Assertion = ReturnType<typeof CaseAssertion.parse>

export type CaseVerdict =
  | { valid: true; manifest: CaseManifest; kid: string; unchecked: string[] }
  | { valid: false; faults: CaseFault[] }
