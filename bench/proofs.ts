import { dpopKey } from '../e2e/fixtures/dpop-key'

/** The key of the third party that its tokens are bound to, where they are bound to one. */
export const ownKey = dpopKey()
/** Somebody's, who may hold the token. */
export const otherKey = dpopKey()

/** A proof as it should not be: claims of another call or another time, another key, another token. */
export type ProofChange = { claims?: object; key?: typeof ownKey; token?: string }
