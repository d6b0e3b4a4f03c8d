/** How a request to delete stands, in one word of the page. */
export type RemovalWord =
  | 'asked'
  | 'letterToSend'
  | 'passedOn'
  | 'received'
  | 'overdue'
  | 'deleted'
  | 'partly'
  | 'refused'

/** One request in the list. `dueOn` is a day of the bank. */
export type RemovalRow = {
  id: string
  href: string
  tpp: string
  word: RemovalWord
  dueOn: string | null
  askedAt: string
}

/** `at` is a moment that has passed; null for what is still to come. `value` is somebody's own words. */
export type RemovalStep = {
  word:
    | 'asked'
    | 'wanted'
    | 'askedOther'
    | 'passing'
    | 'passedOn'
    | 'letter'
    | 'letterSent'
    | 'receiving'
    | 'received'
    | 'dueLater'
    | 'due'
    | 'dueOver'
    | 'extended'
    | 'answering'
    | 'noAnswer'
    | 'deleted'
    | 'partly'
    | 'refused'
  state: 'done' | 'now' | 'later' | 'missed'
  at: string | null
  name?: string
  reason?: string
}

export type RemovalDetailView = {
  tpp: string
  legalName: string
  row: RemovalRow
  steps: RemovalStep[]
  /** Why there is a letter to send; null where there is none. */
  letter: { href: string; why: 'undelivered' | 'letterWhy'; sentAction: string | null } | null
  /** Where there is something to complain about. */
  complaintHref: string | null
  authority: string
  reference: string
  permission: { href: string; reference: string }
}
