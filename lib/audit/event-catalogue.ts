/** Who may be told of an event. The customer's audience feeds history and notices, the TPP's its notifications. */
export type Audience = 'customer' | 'tpp' | 'staff' | 'security-log'

/**
 * Every event of the house: the version of its detail's shape, and whom it concerns. A detail holds no personal data;
 * what is personal goes into `personal` of `recordEvent` and is stored sealed.
 */
export const EVENTS = {
  'consent.received': { version: 1, audiences: [] },
  'consent.approved': { version: 1, audiences: ['customer', 'tpp'] },
  // One of the two holders that an account needs has allowed it.
  'consent.partially-approved': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.awaits-holder': { version: 1, audiences: ['customer'] },
  // Allowed after a plain redirect; nothing is valid before the third party has brought its code.
  'consent.unconfirmed': { version: 1, audiences: [] },
  'consent.lapsed': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.refused': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.revoked': { version: 1, audiences: ['customer', 'tpp'] },
  // Staff did it on the customer's word, by phone or in a branch.
  'consent.revoked-by-staff': { version: 1, audiences: ['customer', 'tpp', 'staff'] },
  // Somebody did it who acts for the customer, or for the business whose account it is.
  'consent.revoked-by-agent': { version: 1, audiences: ['customer', 'tpp'] },
  // The same in the history of the one who acted.
  'mandate.used': { version: 1, audiences: ['customer'] },
  // Other holders are told nothing of what this customer shares, and see nothing of it.
  'protection.started': { version: 1, audiences: ['customer'] },
  'protection.ended': { version: 1, audiences: ['customer'] },
  // What a customer takes back of a permission that goes on.
  'consent.account-dropped': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.shortened': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.paused': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.resumed': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.terminated': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.replaced': { version: 1, audiences: ['customer', 'tpp'] },
  'consent.expired': { version: 1, audiences: ['customer', 'tpp'] },
  // The bank has ended its third party's access (PSD2 Art. 68(5)).
  'consent.ended-by-bank': { version: 1, audiences: ['customer', 'tpp'] },
  // Its third party has taken the news of it; an acknowledgement, where it is of a signed event.
  'consent.told': { version: 1, audiences: [] },
  // Somebody took with them everything that proves it.
  'consent.case-made': { version: 1, audiences: ['security-log'] },
  'consent.looked-at': { version: 1, audiences: ['customer'] },
  // A request of the customer that a third party delete what it has (GDPR Art. 17, 19).
  'removal.asked': { version: 1, audiences: ['customer', 'tpp'] },
  'removal.passed-on': { version: 1, audiences: ['customer'] },
  // The customer has sent the letter, by their own word: the bank passes nothing on.
  'removal.letter-sent': { version: 1, audiences: ['customer'] },
  'removal.received': { version: 1, audiences: ['customer'] },
  'removal.undelivered': { version: 1, audiences: ['customer', 'staff'] },
  'removal.extended': { version: 1, audiences: ['customer'] },
  'removal.answered': { version: 1, audiences: ['customer'] },
  // Nothing has come a week before the last day; a letter has not been sent for a week.
  'removal.reminded': { version: 1, audiences: ['customer'] },
  'removal.overdue': { version: 1, audiences: ['customer', 'staff'] },
  // The same of the bank itself.
  'erasure.requested': { version: 1, audiences: ['customer', 'staff'] },
  // By the bank's word they are a customer no more from a day on; then what they asked for is carried out.
  'psu.left': { version: 1, audiences: ['staff'] },
  'erasure.carried-out': { version: 1, audiences: ['staff'] },
  // Somebody of the bank opened what a law keeps of an erased customer, and said why.
  'erasure.kept-opened': { version: 1, audiences: ['staff', 'security-log'] },
  // A copy of everything about the customer (GDPR Art. 15, 20): asked for, there to fetch, fetched, given up.
  'export.requested': { version: 1, audiences: ['customer'] },
  'export.ready': { version: 1, audiences: ['customer'] },
  'export.fetched': { version: 1, audiences: ['customer'] },
  'export.failed': { version: 1, audiences: ['customer', 'staff'] },
  // Something is wrong, or should not be done (GDPR Art. 16, 21); what the desk answered.
  'privacy.asked': { version: 1, audiences: ['customer', 'staff'] },
  'privacy.answered': { version: 1, audiences: ['customer'] },
  // Something on a page keeps somebody out (Directive (EU) 2019/882); what staff did about it.
  'barrier.reported': { version: 1, audiences: ['staff'] },
  'barrier.closed': { version: 1, audiences: [] },
  // Something keeps people or third parties from what is theirs: noticed, and over, without anybody's doing.
  'incident.opened': { version: 1, audiences: ['staff'] },
  'incident.closed': { version: 1, audiences: ['staff'] },
  // A payment that a third party asked for; its amount and payee are nobody's but the customer's.
  'payment.received': { version: 1, audiences: [] },
  'payment.approved': { version: 1, audiences: ['customer'] },
  'payment.refused': { version: 1, audiences: ['customer'] },
  'payment.unanswered': { version: 1, audiences: [] },
  'payment.settled': { version: 1, audiences: ['customer'] },
  // The bank could not carry it out: no money, an account that is closed by now, a payee that cannot be reached.
  'payment.failed': { version: 1, audiences: ['customer'] },
  'payment.cancelled-by-tpp': { version: 1, audiences: [] },
  'payment.cancelled': { version: 1, audiences: ['customer'] },
  // Staff did it on the customer's word, by phone or in a branch.
  'payment.cancelled-by-staff': { version: 1, audiences: ['customer', 'staff'] },
  'payment.looked-at': { version: 1, audiences: ['customer'] },
  'authorisation.changed': { version: 1, audiences: ['tpp'] },
  // Neither customer nor third party is told of a suspicion: it may be one of them.
  'sca.demanded': { version: 1, audiences: ['staff', 'security-log'] },
  'identity.approved': { version: 1, audiences: ['customer'] },
  'identity.refused': { version: 1, audiences: ['customer'] },
  'tpp.enrolled': { version: 1, audiences: ['staff'] },
  'tpp.certificate-seen': { version: 1, audiences: ['staff'] },
  // The name of its certificate looks like another's: nothing to refuse a licensed party for, and something to look at.
  'tpp.name-looks-alike': { version: 1, audiences: ['staff'] },
  // The certificate that lasts longest has 60, 30 or 7 days left.
  'tpp.certificate-ends': { version: 1, audiences: ['tpp', 'staff'] },
  'tpp.registered': { version: 1, audiences: ['staff'] },
  // It goes by another name from now on; until then by the one in the detail. Customers who know it by that are told.
  'tpp.renamed': { version: 1, audiences: ['customer', 'staff'] },
  // Its certificate has another legal name than the one before.
  'tpp.legal-name-changed': { version: 1, audiences: ['staff'] },
  // What its endpoints look like from outside: shown, and never a reason to refuse (PSD2 Art. 68(5)).
  'tpp.posture-changed': { version: 1, audiences: ['staff'] },
  'tpp.contact-changed': { version: 1, audiences: ['staff'] },
  'tpp.attestation-stated': { version: 1, audiences: ['staff'] },
  'tpp.attestation-withdrawn': { version: 1, audiences: ['staff'] },
  'tpp.decision-proposed': { version: 1, audiences: ['staff'] },
  'tpp.decision-declined': { version: 1, audiences: ['staff'] },
  'tpp.decision-withdrawn': { version: 1, audiences: ['staff'] },
  // Its authority's register withdrew so many at once that two colleagues, or a day, have to confirm it.
  'tpp.withdrawal-held': { version: 1, audiences: ['staff', 'security-log'] },
  'tpp.withdrawal-disbelieved': { version: 1, audiences: ['staff', 'security-log'] },
  // One row for all customers who share with it: whoever tells them finds them by the third party.
  'tpp.paused': { version: 1, audiences: ['customer', 'tpp', 'staff'] },
  'tpp.resumed': { version: 1, audiences: ['customer', 'tpp', 'staff'] },
  'tpp.end-announced': { version: 1, audiences: ['customer', 'tpp', 'staff'] },
  'tpp.ended': { version: 1, audiences: ['tpp', 'staff'] },
  'staff.activation-issued': { version: 1, audiences: ['security-log'] },
  'staff.activated': { version: 1, audiences: ['security-log'] },
  'staff.signed-in': { version: 1, audiences: [] },
  'staff.signed-out': { version: 1, audiences: [] },
  'staff.authentication-failed': { version: 1, audiences: ['security-log'] },
  'staff.passkey-added': { version: 1, audiences: ['security-log'] },
  'staff.passkey-renamed': { version: 1, audiences: [] },
  'staff.passkey-removed': { version: 1, audiences: ['security-log'] },
  // Somebody took rows of the trail with them: which, stands in its detail.
  'audit.exported': { version: 1, audiences: ['security-log'] },
  // A file of customers' data that leaves the bank, encrypted to its recipient; the legal basis stands in the detail.
  'disclosure.started': { version: 1, audiences: ['staff', 'security-log'] },
  'disclosure.completed': { version: 1, audiences: ['staff', 'security-log'] },
  'disclosure.refused': { version: 1, audiences: ['staff'] },
  // What a customer has said once and for all about what may leave, and that they took it back.
  'preference.stated': { version: 1, audiences: [] },
  'preference.withdrawn': { version: 1, audiences: [] },
  // The same of what they never share: an account, or anything with a third party.
  'preference.never-stated': { version: 1, audiences: ['customer'] },
  'preference.never-withdrawn': { version: 1, audiences: ['customer'] },
  'developer.signed-up': { version: 1, audiences: ['staff', 'security-log'] },
  'developer.signed-in': { version: 1, audiences: [] },
  'developer.signed-out': { version: 1, audiences: [] },
  'developer.authentication-failed': { version: 1, audiences: ['security-log'] },
  'developer.passkey-added': { version: 1, audiences: ['security-log'] },
  'developer.passkey-renamed': { version: 1, audiences: [] },
  'developer.passkey-removed': { version: 1, audiences: ['security-log'] },
  'developer.certificates-ordered': { version: 1, audiences: ['staff'] },
  'developer.certificate-revoked': { version: 1, audiences: ['staff'] },
  // The bank's books say that a customer has died, or do not say so any more.
  'psu.deceased': { version: 1, audiences: ['staff'] },
  'psu.not-deceased': { version: 1, audiences: ['staff'] },
  'psu.signed-in': { version: 1, audiences: ['customer'] },
  'psu.signed-out': { version: 1, audiences: [] },
  'psu.authentication-failed': { version: 1, audiences: ['customer', 'security-log'] },
  'authenticator.created': { version: 1, audiences: ['customer'] },
  'authenticator.renamed': { version: 1, audiences: ['customer'] },
  'authenticator.removed': { version: 1, audiences: ['customer'] },
  'authenticator.locked': { version: 1, audiences: ['customer', 'staff', 'security-log'] },
  'activation.issued': { version: 1, audiences: [] },
  'activation.used': { version: 1, audiences: ['customer'] },
  // A code of the bank made a passkey for who had had one before.
  'activation.reset': { version: 1, audiences: ['customer', 'staff', 'security-log'] },
  // The way back for who has lost every passkey: a letter of the bank and one of the customer's own codes.
  'recovery-codes.made': { version: 1, audiences: ['customer'] },
  // It waits to be printed; its customer is told once it is sent.
  'recovery.letter-asked': { version: 1, audiences: [] },
  'recovery.letter-issued': { version: 1, audiences: ['customer'] },
  // The letter was right and the code was not; five such end the letter.
  'recovery.refused': { version: 1, audiences: ['customer', 'security-log'] },
  'recovery.used': { version: 1, audiences: ['customer', 'staff', 'security-log'] },
  'recovery.objected': { version: 1, audiences: ['customer', 'staff', 'security-log'] },
  'token.issued': { version: 1, audiences: [] },
  'token.replayed': { version: 1, audiences: ['staff', 'security-log'] },
  // The database was put back from a backup: what was decided after that was taken is not here.
  'bank.restored': { version: 1, audiences: ['staff', 'security-log'] },
  // What its trail says of the time after was put back, and what that took away taken again.
  'bank.trail-taken': { version: 1, audiences: ['staff', 'security-log'] },
  // About this permission the trail says nothing more: what the restore held goes on.
  'consent.hold-lifted': { version: 1, audiences: [] },
  'signing-key.rotated': { version: 1, audiences: ['staff'] },
  // Keys that seal data have a new version; replaced ones under which nothing is left are destroyed.
  'bank.keys-rotated': { version: 1, audiences: ['staff'] },
  'bank.keys-ended': { version: 1, audiences: ['staff', 'security-log'] },
} as const satisfies Record<string, { version: number; audiences: readonly Audience[] }>

export type EventType = keyof typeof EVENTS

/**
 * Who did it. `system` is the clock or a job, `register` what an authority's register says, `anonymous` somebody at the page
 * whom nobody identified.
 */
export type Actor =
  | `psu:${string}`
  | `tpp:${string}`
  | `staff:${string}`
  | `developer:${string}`
  | 'system'
  | 'register'
  | 'anonymous'

/** What it was done to. */
export type Subject =
  `${'consent' | 'payment' | 'psu' | 'tpp' | 'staff' | 'developer' | 'authenticator' | 'interaction' | 'key' | 'barrier' | 'incident' | 'disclosure' | 'bank'}:${string}`
