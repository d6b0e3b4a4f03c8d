/** A decimal string with two digits as whole hundredths: sums of money are exact or they are wrong. */
export function toMinor(decimal: string): bigint {
  const [, sign, whole, fraction] = /^(-?)(\d+)\.(\d{2})$/.exec(decimal) ?? []
  if (whole === undefined || fraction === undefined) throw new Error(`${decimal} has not two decimals`)
  return BigInt(`${sign}${whole}${fraction}`)
}

/** The reverse of `toMinor`. */
export function toDecimal(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
