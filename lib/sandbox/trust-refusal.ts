/** What the trust service's door makes of each "no". */
export const TRUST_STATUS = {
  malformed: 400,
  proof_missing: 401,
  proof_wrong: 401,
  not_yours: 403,
  unknown: 404,
  conflict: 409,
  inactive: 403,
  key_refused: 400,
  too_large: 413,
} as const

/** An expected "no" of the sandbox's trust service or authorities. The message says what to do. */
export class TrustRefusal extends Error {
  override readonly name = 'TrustRefusal'
  constructor(
    readonly code: keyof typeof TRUST_STATUS,
    message: string,
  ) {
    super(message)
  }
}
