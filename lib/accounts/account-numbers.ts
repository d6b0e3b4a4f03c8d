import { type Account, isCard } from '@/lib/core-banking/account'

/** Far more than are ever read at once: a number is asked for within the call that read its account. */
const GENERATION_MAX = 20_000

/**
 * Remembers the number by which the ledger knows an account, so that an answer can be held against it before it leaves.
 * A number belongs to its account for good.
 */
export function rememberNumber(account: Account): void {
  if (numbers.has(account.id)) return
  if (numbers.size >= GENERATION_MAX) {
    // The full one stays readable, or a call that is under way would find its own account forgotten.
    before = numbers
    numbers = new Map()
  }
  numbers.set(account.id, isCard(account) ? account.maskedPan : account.iban)
}

/** The IBAN or masked card number of an account that this process has read, or null. */
export function numberOf(accountId: string): string | null {
  return numbers.get(accountId) ?? before.get(accountId) ?? null
}

let numbers = new Map<string, string>()
let before = new Map<string, string>()
