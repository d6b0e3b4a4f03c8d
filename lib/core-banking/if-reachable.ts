import 'server-only'
import { isRefusal } from '@/lib/errors'

/** What the ledger answers, or null while it cannot be reached. Any other fault goes on: silence is no answer. */
export async function ifReachable<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.code === 'ledger_unavailable') return null
    throw thrown
  }
}
