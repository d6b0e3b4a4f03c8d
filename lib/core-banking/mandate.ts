/**
 * What lets a person act for somebody else at the bank, as the bank's books have it now: for a business on one of its
 * accounts, or for another customer in everything that they share (`accountId` null). `may`: look at what is shared, stop it,
 * too, or share the account itself, as those do who sign for a business; `together`: that only with another's word beside it.
 */
export type Mandate = {
  agentId: string
  principal: Principal
  accountId: string | null
  may: 'see' | 'stop' | 'share'
  together: boolean
  since: Date
  until: Date | null
}

/** For whom somebody acts: a business by the bank's own id of it, or another customer. */
export type Principal = { kind: 'business' | 'customer'; id: string }

/** The mandates that somebody has, those on accounts of businesses, or those that others have for a customer. */
export type MandatesAsked = { agentId: string } | { accountIds: readonly string[] } | { customerId: string }

/** A private account that a customer holds together with others, and who these are. */
export type HeldTogether = { accountId: string; others: string[] }
