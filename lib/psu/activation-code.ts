import { createHash } from 'node:crypto'

const CODE_BYTES = 16

/** 128 bits as people read and type them: eight groups of four hexadecimal digits. */
export function formatActivationCode(bytes: Buffer): string {
  if (bytes.length !== CODE_BYTES) throw new Error(`An activation code has ${CODE_BYTES} bytes`)
  return (bytes.toString('hex').toUpperCase().match(/.{4}/g) ?? []).join('-')
}

/** What is stored and looked up. Whatever was typed between and around the digits does not count. */
export function hashActivationCode(typed: string): Buffer {
  const digits = typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return createHash('sha256')
    .update(digits.replaceAll(/[^0-9A-F]/g, ''))
    .digest()
}

/** A failed enrolment costs one of these; the code is dead after the last (RTS Art. 4(3)(b)). */
export const CODE_FAILURES_MAX = 5
