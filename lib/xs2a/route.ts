import type { ZodType } from 'zod'
import type { Transaction } from '@/db/connection'
import type { Access } from '@/lib/audit/record-access'
import type { AccountRight, Endpoint } from '@/lib/consent/use-consent'
import type { PspRole } from '@/lib/eidas/qualified-certificate'
import type { RefusalCode } from '@/lib/errors'
import type { Tpp, VettedCertificate } from '@/lib/tpp/caller'
import type { Xs2aCall } from './call'

/**
 * One line of the interface: what is checked before `handle` runs stands here, and nowhere else. `right` is what the
 * consent must give (an account's balances in another answer need theirs, too); `headers` are those that must be there beside
 * X-Request-ID. `below`: an id of one stands in the path.
 */
export type Route<Query = unknown, Body = unknown> = {
  /** Its name in the published contract, unique and never changed: clients generate their functions from it. */
  operationId: string
  /** One sentence for the published contract. */
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/v1/${string}` | `/v2/${string}`
  /** Null: whatever the caller is licensed to. */
  role: PspRole | null
  right: 'accounts' | 'balances' | 'transactions' | null
  headers: readonly ('Consent-ID' | 'PSU-IP-Address' | 'TPP-Redirect-URI')[]
  query: ZodType<Query>
  body: ZodType<Body> | null
  below: 'consent' | 'payment' | null
  /** By status: the body's schema in JSON, or null where there is no body. What does not fit does not leave. */
  answers: Partial<Record<Reply['status'], ZodType | null>>
  /** Also offered as this, by `Accept`: the handler then answers with `text` instead of `body`. */
  alternative?: 'application/xml'
  /** Why it may refuse, beyond what every line may refuse for (certificate, role, form, limits, our own failure). */
  refusals: readonly RefusalCode[]
  handle: (call: RoutedCall<Query, Body>) => Promise<Reply>
  /**
   * Throws where a write that is repeated under its X-Request-ID must not get the answer it had. For what needs a token:
   * without this, a certificate and the unchanged resource are enough.
   */
  again?: (call: RoutedCall<Query, Body>) => Promise<void>
}

/** What passed every check of its route, with what a handler needs. */
export type RoutedCall<Query, Body> = {
  raw: Xs2aCall
  tpp: Tpp
  certificate: VettedCertificate
  callId: string
  requestId: string
  /** Null: the customer is not there. */
  psuAddress: string | null
  consentId: string
  ids: Record<string, string>
  query: Query
  body: Body
  route: Route
  /** Scheme and host under which the third party reaches this interface. */
  origin: string
  /** What the consent gave this very call, once it was used: what the answer is held against before it leaves. */
  given: { rights: readonly AccountRight[] | null }
  /** The row of the access log as far as it is known; a handler adds what it learns, even when it then refuses. */
  entry: Entry
  /**
   * The last step within the transaction of what a write decides: its row of the access log, and the answer that a
   * repetition of this very request gets. `entry` learns of it after the commit.
   */
  recordIn: (tx: Transaction, reply: Reply, about: About) => Promise<void>
}

/** `recorded`: the row is written already, in the statement or transaction of what it reports. */
export type Entry = Pick<Access, 'consentId' | 'psuId' | 'accountId' | 'sealedPsuAddress' | 'items'> & {
  recorded: boolean
  /** The read that was counted with it, to be given back if it then fails. */
  used?: Endpoint
}

/** The resource that a write was about: while it stands as it does now, a repeated request gets the same answer. */
export type About = ({ consentId: string } | { paymentId: string }) & { authorisationId?: string }

/** `body` leaves as JSON. `text` is of the type that the route names as its alternative. */
export type Reply = {
  status: 200 | 201 | 204
  headers?: Record<string, string>
  body?: object
  text?: string
}

/** Types the handler of a line by its schemas; the table holds lines of many types. */
export function route<Query, Body>({ handle, again, ...line }: Route<Query, Body>): Route {
  // The schemas of this very line produced both, so what arrives is what the handler asked for.
  const typed = (call: RoutedCall<unknown, unknown>) => ({
    ...call,
    query: call.query as Query,
    body: call.body as Body,
  })
  return {
    ...line,
    handle: (call) => handle(typed(call)),
    ...(again && { again: (call) => again(typed(call)) }),
  }
}
