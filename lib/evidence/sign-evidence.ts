import 'server-only'
import { FlattenedSign, importJWK } from 'jose'
import { canonicalBytes, EVIDENCE_ALGORITHM, EVIDENCE_TYPE, type EvidenceFile } from './evidence-file'
import { loadEvidenceKey } from './evidence-keys'

/** Signs what is evidence by the key that signs now: a receipt, or the case file of a permission. */
export async function signEvidence<E extends Evidence>(payload: E): Promise<EvidenceFile> {
  const { kid, jwk } = await loadEvidenceKey()
  const {
    payload: bytes,
    protected: header,
    signature,
  } = await new FlattenedSign(canonicalBytes(payload))
    .setProtectedHeader({ alg: EVIDENCE_ALGORITHM, kid, typ: EVIDENCE_TYPE })
    .sign(await importJWK(jwk, EVIDENCE_ALGORITHM))
  return { payload: bytes, protected: header ?? '', signature }
}

/** `format` says what it is, `issuedAt` when: the time in which its key must have been in force. */
type Evidence = { format: string; issuedAt: string }
