import type { Animal } from './animal'
import { GOOD_ANIMALS } from './good-animals'
import { MALFORMED_ANIMALS } from './malformed-animals'
import { UNFIT_ANIMALS } from './unfit-animals'
import { UNTRUSTED_ANIMALS } from './untrusted-animals'

/** Every certificate of the zoo, made with the openssl program, with the verdict it must get. */
export const ZOO: readonly Animal[] = [
  ...GOOD_ANIMALS,
  ...MALFORMED_ANIMALS,
  ...UNTRUSTED_ANIMALS,
  ...UNFIT_ANIMALS,
]
