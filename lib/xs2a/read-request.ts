import 'server-only'
import { env } from '@/lib/env'
import { allOf, type Fault, isRefusal } from '@/lib/errors'
import type { VettedCertificate } from '@/lib/tpp/caller'
import type { Xs2aCall } from './call'
import { checkHeaders } from './check-headers'
import { refusalOf } from './fault-of'
import { checkMessageSignature } from './message-signature'
import { readBody } from './read-body'
import { readQuery } from './read-query'
import type { Route } from './route'
import { DoorRefusal } from './tpp-messages'

/**
 * Headers, query and body of a call by the contract of its line. Throws one refusal with all that is wrong with its form,
 * in this order, so that it can be mended at once. Where requests are signed, nothing of a body is read as anything before
 * its signature holds: then the faults of headers and query come first, and those of the body by themselves.
 */
export async function readRequest(
  call: Xs2aCall,
  route: Route,
  certificate: VettedCertificate,
): Promise<ReadRequest> {
  const { requestId, psuAddress, faults } = checkHeaders(call, route)
  const query = await unlessFaulty(faults, () => readQuery(call.search, route.query))
  if (mustHold(call)) {
    if (faults.length > 0) throw refusalOf(faults)
    await checkMessageSignature(call, certificate, route.role)
  }
  const schema = route.body
  const body = schema ? await unlessFaulty(faults, () => readBody(call, schema)) : undefined
  if (faults.length > 0) throw refusalOf(faults)
  return { requestId, psuAddress, query, body }
}

/** `checked` is for whoever learns to sign: nobody has to, and a signature is judged as if everybody had. */
function mustHold(call: Xs2aCall): boolean {
  if (env.MESSAGE_SIGNING === 'checked') return call.header('signature') !== undefined
  return env.MESSAGE_SIGNING === 'required'
}

/** What the reader gives; its faults join those known. A body of another type or size is only worth telling by itself. */
async function unlessFaulty<T>(faults: Fault[], read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (thrown) {
    if (isRefusal(thrown)) faults.push(...allOf(thrown))
    else if (faults.length === 0 || !(thrown instanceof DoorRefusal)) throw thrown
    return undefined
  }
}

type ReadRequest = { requestId: string; psuAddress: string | null; query: unknown; body: unknown }
