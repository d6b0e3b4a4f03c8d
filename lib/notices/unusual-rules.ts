/**
 * What is unusual about the calls under one permission, as data: a bank changes the numbers here. Hours are of the bank's day,
 * `to` excluded. `knownForDays`: so long it must have been in use before a habit can be broken; `quietDays`: so long it did not
 * read in these hours before. `perDay`: so many refused calls on one day of the bank.
 */
export const UNUSUAL_RULES = {
  readsAtNight: { from: 0, to: 5, knownForDays: 7, quietDays: 30 },
  refusedReads: { perDay: 10 },
} as const
