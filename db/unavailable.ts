/**
 * Where PostgreSQL is not there, is going or has no room, or where it gave a transaction up so that others could go on: codes
 * of the driver and of the server (classes 08 and 57P, 40001, 40P01, 53300, 55P03, 57014).
 */
const CODES =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|08...|57P..|57014|53300|40001|40P01|55P03)$/

/** What the driver says without a code. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed and is not queryable|Query read timeout|The database is silent|Too many wait for the database)/

/** Whether PostgreSQL undid the transaction so that others could go on: nothing of it was done, and it may be tried again. */
export function wasGivenUp(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if ('code' in thrown && (thrown.code === '40001' || thrown.code === '40P01')) return true
  return thrown.cause !== undefined && wasGivenUp(thrown.cause)
}

/** Whether the database could not answer now, so that the same call may well be answered a few seconds later. */
export function isUnavailable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if ('code' in thrown && typeof thrown.code === 'string' && CODES.test(thrown.code)) return true
  if (WORDS.test(thrown.message)) return true
  return thrown instanceof AggregateError
    ? thrown.errors.some(isUnavailable)
    : thrown.cause !== undefined && isUnavailable(thrown.cause)
}
