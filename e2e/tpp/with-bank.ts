import type { Bank, OpenBank } from './bank'
import type { Customer, Store } from './store'

/**
 * Does one piece of work with the bank for one user and keeps what it changed together with the calls it took; the calls
 * are kept also when the work failed, since that is when one wants to see them.
 */
export async function withBank<Result>(
  { bank, store, userId, keepCalls = false }: WithBank,
  work: Work<Result>,
) {
  const customer = () => store.find(userId)
  const before = customer().calls
  const calls = keepCalls ? [...before] : []
  // What the bank told us meanwhile came by another way, and stays.
  const all = () => [
    ...calls,
    ...customer().calls.filter((call) => call.from === 'bank' && !before.includes(call)),
  ]
  try {
    const { change, result } = await work(await bank.open(calls))
    store.save(userId, { ...customer(), ...change, calls: all() })
    return result
  } catch (error) {
    store.save(userId, { ...customer(), calls: all() })
    throw error
  }
}

type WithBank = { bank: Bank; store: Store; userId: string; keepCalls?: boolean }
type Work<Result> = (open: OpenBank) => Promise<{ change: Partial<Customer>; result: Result }>
