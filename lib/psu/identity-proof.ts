import type { Transaction } from '@/db/connection'

/**
 * The port that answers "which customer of the bank is this?" before a first passkey exists (RTS Art. 24). The
 * activation code is its one implementation; a bank's own identity provider would be another.
 */
export type IdentityProof = {
  /** Whom the evidence names, without using it up. Throws `activation_invalid`, the same whatever is wrong with it. */
  check(evidence: string, now: Date): Promise<ProvenIdentity>
  /** Uses the proof up inside the transaction that enrols; throws `activation_invalid` when another was faster. */
  spend(tx: Transaction, proof: ProvenIdentity, now: Date): Promise<void>
  /** An enrolment with this proof failed; after five failures it proves nothing any more. */
  fail(proof: ProvenIdentity): Promise<void>
}

/** `settled`: even who has had a passkey before may use a new one at once; never of a bank's own. */
type ProvenIdentity = { proofId: string; psuId: string; settled?: boolean }
