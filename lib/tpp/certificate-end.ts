/** How many days before its end a certificate is spoken of, the first warning first. */
export const WARNED_DAYS = [60, 30, 7] as const

const DAY_MILLIS = 86_400_000

/** Whether the first warning is due: certificates live by the machine's clock. */
export function endsSoon({ notAfter }: { notAfter: Date }): boolean {
  return notAfter.getTime() - Date.now() <= Math.max(...WARNED_DAYS) * DAY_MILLIS
}
