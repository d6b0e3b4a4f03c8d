/**
 * What the page of a request has to say: who asks under which licence, what, until when, its limits, the accounts, the
 * answers.
 */
const REQUEST = { words: 170 }

/** What the page of a payment has to say: how much, to whom and whose name that is, from where, when, what for, who asks. */
const PAYMENT = { words: 100 }

/**
 * The journeys that are measured. The bank's own sign-in is the measure of the others: `more` is by how much each may be longer,
 * `because` the reason for it. None may have another typed field, and one alone another prompt: a payment is signed with its
 * amount and payee, and whose accounts are shown has to be known before (EBA/OP/2020/10).
 */
export const JOURNEYS: Record<JourneyName, Journey> = {
  own: {
    title: "The bank's own sign-in, up to the list of permissions",
    more: {},
    because: 'the measure of the others (RTS Art. 30(2))',
  },
  named: {
    title: 'A third party asks for accounts that it names',
    more: REQUEST,
    because: 'the page of the request stands in the place of the sign-in page',
  },
  picked: {
    title: 'It names none, and the customer picks one of two',
    more: { ...REQUEST, pages: 1, taps: 2 },
    because: 'accounts are shown to who has signed in: a page, a tap for each account and one for the answer',
  },
  older: {
    title: 'The same, by a customer who has signed in earlier',
    more: { ...REQUEST, taps: 1 },
    because:
      'a tap for each account; the session is no authentication for this third party (RTS Art. 10a(2))',
  },
  renewal: {
    title: 'The same third party asks for the same again',
    more: REQUEST,
    because: 'what is shared already is chosen already',
  },
  paid: {
    title: 'A third party asks for a payment from an account that it names',
    more: PAYMENT,
    because:
      'the page of the payment stands in the place of the sign-in page; its passkey signs amount and payee',
  },
  paidEarlier: {
    title: 'It names none; a customer who has signed in earlier picks one of two',
    more: { ...PAYMENT, taps: 1 },
    because: 'a tap for the account',
  },
  paidPicked: {
    title: 'The same, by a customer who has not',
    more: { ...PAYMENT, pages: 1, prompts: 1, taps: 2 },
    because:
      'accounts are shown to who has signed in: a page, a tap for the account and one for the answer; the payment is signed by itself (RTS Art. 5), as it would be after signing in at the bank',
  },
}

const MEASURES = ['pages', 'prompts', 'taps', 'fields', 'words'] as const

/** How many of a measure a journey may have at most, beside the bank's own sign-in. */
export const mostOf = (name: JourneyName, measure: Measure, { own }: Measured): number =>
  own[measure] + (JOURNEYS[name].more[measure] ?? 0)

/** Where a journey of a third party is longer than the bank's own sign-in and what may be added; nothing is as it should be. */
export function tooLong(measured: Measured): string[] {
  return NAMES.flatMap((name) =>
    MEASURES.flatMap((measure) => {
      const [is, most] = [measured[name][measure], mostOf(name, measure, measured)]
      return is > most ? [`${name}: ${is} ${measure}, ${most} allowed`] : []
    }),
  )
}

export const NAMES = [
  'own',
  'named',
  'picked',
  'older',
  'renewal',
  'paid',
  'paidEarlier',
  'paidPicked',
] as const

export type JourneyName = (typeof NAMES)[number]
type Measure = (typeof MEASURES)[number]

/**
 * What a customer does on the bank's pages until they are where they wanted to be: pages on which something has to be done,
 * passkey prompts, taps, typed fields, and the words that stand open on these pages.
 */
export type Measures = Record<Measure, number>
export type Measured = Record<JourneyName, Measures>
type Journey = { title: string; more: Partial<Measures>; because: string }
