import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Grows with the shape. A verifier of today says of another one that it does not know it, never that it is false. */
export const CASE_FORMAT = 'placet/case/1'

/** The signed list of all the others, which everything in the file hangs on. */
export const MANIFEST = 'case.json'

/** What is in it beside the receipts, each a file of this name. `proofs.json`: that events and accesses stand in the audit trail. */
export const PROOFS = 'proofs.json'
export const CASE_PARTS = [
  'request.json',
  'shown.json',
  'authorisations.json',
  'grant.json',
  'events.json',
  'accesses.json',
  'deliveries.json',
  PROOFS,
] as const
export const RECEIPTS = 'receipts/'

const Part = z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })

/**
 * The manifest of a case file: of which permission, when, by whom and why it was made, and each other part by its length and its
 * SHA-256. `id` is the event of the trail that says that it was made.
 */
export const CaseManifest = z.strictObject({
  format: z.literal(CASE_FORMAT),
  id: z.uuid(),
  issuedAt: z.iso.datetime(),
  bank: z.strictObject({ name: z.string(), origin: z.string(), phone: z.string(), authority: z.string() }),
  permission: z.strictObject({ id: z.uuid(), reference: z.string() }),
  madeBy: z.string(),
  reason: z.string(),
  parts: z.array(Part),
})
export type CaseManifest = z.infer<typeof CaseManifest>

/** What of the page that was shown is judged again: the rest of it is the manifest's. */
export const ShownVersions = z.array(
  z.looseObject({
    version: z.int(),
    evidence: z.enum(['signed', 'session', 'dashboard']),
    authorisationId: z.string().nullable(),
    record: z.looseObject({ format: z.string() }),
    nonce: z.string().nullable(),
    recordHash: z.string(),
  }),
)

/** What a passkey signed, and its public key in COSE while the customer has it. */
export const CaseAuthorisations = z.array(
  z.looseObject({
    id: z.string(),
    publicKey: z.string().nullable(),
    assertion: z.unknown(),
  }),
)

export const CaseAssertion = z.looseObject({
  response: z.looseObject({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
  }),
})

/** How a part is named in the manifest. */
export const toPart = (name: string, bytes: Uint8Array) => ({
  name,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('base64url'),
})

/** What is wrong with which part. */
export type CaseFault = { part: string; reason: string }
