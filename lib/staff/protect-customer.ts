import 'server-only'
import { Refusal } from '@/lib/errors'
import { startProtection } from '@/lib/psu/start-protection'
import { findByReference } from './find-permission'
import { findCallers, type WordTaken } from './stop-for-customer'

/**
 * Staff protect a customer on their word, by phone or in a branch. The customer is found by the reference of a permission and by
 * their own name, which has to be that of somebody who has allowed it: nothing is opened, for of a permission that several have
 * allowed each would read that staff looked, and why. Nobody is told. `resource_unknown` where reference and name do not
 * belong together.
 */
export async function protectCustomer(input: ProtectCustomer): Promise<void> {
  const { reference, name, staffId, channel, identity, reason, requestId, now } = input
  const found = await findByReference(reference, now)
  const callers = (await Promise.all(found.map(({ id }) => findCallers(id)))).flat()
  const called = new Set(callers.flatMap((one) => (isSame(one.name, name) ? one.psuId : [])))
  const [psuId] = called
  // Two of one name share an account: whose word it is cannot be told by the name.
  if (psuId === undefined || called.size > 1) throw new Refusal('resource_unknown')
  await startProtection({ psuId, staff: { id: staffId, word: { channel, identity, reason } }, requestId })
}

const plain = (name: string) => name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLocaleLowerCase()

const isSame = (one: string, other: string) => plain(one) === plain(other)

type ProtectCustomer = WordTaken & { reference: string; name: string }
