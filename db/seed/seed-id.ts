import { v5 } from 'uuid'

const SANDBOX = 'b0a3c6f2-5f0b-4f0e-9c58-6c3a1f6f7d10'

/** The id of a thing of the sandbox's seed: the same name gives the same UUID in every sandbox, so tests can name it. */
export const seedId = (name: string): string => v5(name, SANDBOX)
