import type { Life } from './lives'
import { PERSONAS } from './personas'

const { vera, ella, aage } = PERSONAS

/** Accounts on which nothing happens: they are there to be chosen, or not. */
export const QUIET_LIVES: readonly Life[] = [vera, ella, aage]
  .flatMap(({ accounts }) => Object.values(accounts))
  .map((account, place) => ({ account, opening: `${640 + place * 275}.40`, standing: [] }))
