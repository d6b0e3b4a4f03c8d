/** How many codes a customer has at once. */
export const RECOVERY_CODES = 10

/** Crockford's alphabet: what people take for another sign is not in it. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const RECOVERY_CODE_BYTES = 12

/** Sixty random bits as people copy and type them: three groups of four. A byte of each sign's eight is thrown away. */
export function formatRecoveryCode(random: Buffer): string {
  if (random.length !== RECOVERY_CODE_BYTES)
    throw new Error(`A recovery code is made of ${RECOVERY_CODE_BYTES} bytes`)
  const signs = [...random].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return signs.match(/.{4}/g)?.join('-') ?? signs
}

/** What is hashed: the signs alone, whatever was typed between them, look-alikes read as what they were. */
export function readRecoveryCode(typed: string): string {
  const upper = typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return [...upper].filter((sign) => ALPHABET.includes(sign)).join('')
}
