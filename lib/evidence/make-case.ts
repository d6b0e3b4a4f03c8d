import 'server-only'
import { strToU8, zipSync } from 'fflate'
import { brand } from '@/lib/brand'
import { consentReference } from '@/lib/consent/consent'
import { env } from '@/lib/env'
import { CASE_FORMAT, CaseManifest, MANIFEST, PROOFS, RECEIPTS, toPart } from './case-file'
import { caseParts } from './case-parts'
import { findReceipts } from './find-receipts'
import { makeReceipt } from './make-receipt'
import { proveCase } from './prove-case'
import { signEvidence } from './sign-evidence'

/**
 * The case file of one permission: everything needed to prove it in a dispute (PSD2 Art. 72), as one archive that anybody checks
 * offline with the bank's published keys. Whoever asks for it has noted it in the trail, as the event `id`, before. Each row of the
 * trail that is in it comes with the proof that it stands there. Nothing is packed, so that a byte that changed is found in the part
 * where it changed. Null where no customer has allowed it.
 */
export async function makeCase({ id, consentId, madeBy, reason, now }: MakeCase): Promise<Buffer | null> {
  const found = await caseParts(consentId)
  if (!found) return null
  const files: Record<string, Uint8Array> = {}
  for (const [name, part] of Object.entries(found.parts)) files[name] = toBytes(part)
  for (const psuId of found.holders)
    for (const { id: eventId } of await findReceipts({ consentId, psuId })) {
      const receipt = await makeReceipt({ consentId, psuId, eventId, now })
      // Another holder's of the same decision names them: each has their own.
      if (receipt)
        files[`${RECEIPTS}${eventId}-${psuId.slice(-4)}.json`] = toBytes(await signEvidence(receipt))
    }
  files[PROOFS] = toBytes(await proveCase(found.texts))
  const manifest = CaseManifest.parse({
    format: CASE_FORMAT,
    id,
    issuedAt: now.toISOString(),
    bank: { name: brand.name, origin: env.PUBLIC_ORIGIN, phone: brand.phone, authority: brand.authority },
    permission: { id: consentId, reference: consentReference(consentId) },
    madeBy,
    reason,
    parts: Object.entries(files).map(([name, bytes]) => toPart(name, bytes)),
  } satisfies CaseManifest)
  const signed = toBytes(await signEvidence(manifest))
  return Buffer.from(zipSync({ [MANIFEST]: signed, ...files }, { level: 0, mtime: now }))
}

const toBytes = (part: unknown) => strToU8(`${JSON.stringify(part, null, 1)}\n`)

type MakeCase = {
  id: string
  consentId: string
  madeBy: string
  reason: string
  now: Date
}
