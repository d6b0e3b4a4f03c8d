import type { ACCOUNT_SCRIPTS, ACCOUNT_USAGES, CASH_ACCOUNT_TYPES, MANDATE_RIGHTS } from '@/db/schema/ledger'
import type { PSU_KINDS, PSU_STATUSES } from '@/db/schema/psus'
import { danishIban } from './danish-iban'
import { seedId } from './seed-id'

const CURRENT = { cashAccountType: 'CACC', usage: 'PRIV', currency: 'EUR', alone: true } as const
const EVERYDAY = { ...CURRENT, name: 'Everyday account', product: 'Nordhavn Everyday' } as const
const HOLIDAY = { ...CURRENT, name: 'Holiday account', product: 'Nordhavn Everyday' } as const
const STUDENT = { ...CURRENT, name: 'Student account', product: 'Nordhavn Student' } as const
const KRONER = { ...CURRENT, name: 'Kroner account', product: 'Nordhavn Currency', currency: 'DKK' } as const
const JOINT = { ...CURRENT, name: 'Joint account', product: 'Nordhavn Together' } as const
const TOGETHER = { ...JOINT, name: 'House account', alone: false } as const
const BUSINESS = {
  ...CURRENT,
  name: 'Business account',
  product: 'Nordhavn Business',
  usage: 'ORGA',
} as const
const TWO_SIGN = { ...BUSINESS, name: 'Two-signature account', alone: false } as const
const SAVINGS = {
  ...CURRENT,
  name: 'Savings',
  product: 'Nordhavn Savings',
  cashAccountType: 'SVGS',
} as const
const DOLLARS = {
  ...CURRENT,
  name: 'Dollar account',
  product: 'Nordhavn Currency',
  currency: 'USD',
} as const
const LOAN = { ...CURRENT, name: 'Car loan', product: 'Nordhavn Loan', cashAccountType: 'LOAN' } as const

const joint = account(2_002_601, JOINT, 'Maja and Sam Brandt', 6)
const house = account(2_002_619, TOGETHER, 'Maja and Sam Brandt', 2)
const shared = account(2_303_417, JOINT, 'Nora and Pelle Dahl', 4)
const family = account(9_402_213, { ...JOINT, name: 'Family account' }, 'Vera and Villads Lauritzen', 6)
const studio = account(9_402_221, { ...BUSINESS, name: 'Studio account' }, 'Lauritzen Keramik', 5)
const taxes = account(9_402_239, { ...BUSINESS, name: 'Studio taxes' }, 'Lauritzen Keramik', 5)
/** One for each purpose, as some people keep their money. */
const purposes = Object.fromEntries(
  ['Salary', 'Household', 'Children', 'Car', 'Reserve', 'Travel', 'Café and cinema'].map((name, place) => [
    name,
    account(9_402_101 + place * 8, { ...CURRENT, name, product: 'Nordhavn Everyday' }, 'Vera Lauritzen', 9),
  ]),
)
const twoSignature = account(6_701_441, TWO_SIGN, 'Nordlys Keramik ApS', 4)

/**
 * The sandbox's customers, each with the case it stands for. Ids, account ids and IBANs are the same in every sandbox.
 * A joint account is one object that stands with both of its holders, and so is one of a company that two people sign for.
 */
export const PERSONAS = {
  anna: {
    ...persona('anna', 'Anna Lindqvist', 'several accounts, many apps'),
    accounts: {
      everyday: account(1_024_300, EVERYDAY, 'Anna Lindqvist', 9),
      savings: account(1_024_318, SAVINGS, 'Anna Lindqvist', 8),
      holiday: account(1_024_326, HOLIDAY, 'Anna Lindqvist', 4),
    },
  },
  bo: {
    ...persona('bo', 'Bo Henriksen', 'one account, nothing shared yet'),
    accounts: { everyday: account(1_107_754, EVERYDAY, 'Bo Henriksen', 3) },
  },
  maja: {
    ...persona('maja', 'Maja Brandt', 'joint accounts, one needs both'),
    accounts: { everyday: account(2_002_512, EVERYDAY, 'Maja Brandt', 7), joint, house },
  },
  sam: {
    ...persona('sam', 'Sam Brandt', 'joint accounts, one needs both'),
    accounts: { everyday: account(2_002_538, EVERYDAY, 'Sam Brandt', 7), joint, house },
  },
  oskar: {
    ...persona('oskar', 'Oskar Vinther', 'no account that can be shared'),
    accounts: {
      savings: account(3_310_092, SAVINGS, 'Oskar Vinther', 5),
      loan: account(3_310_105, LOAN, 'Oskar Vinther', 2),
    },
  },
  eleni: {
    ...persona('eleni', 'Ελένη Παπαδοπούλου', 'a name in Greek letters'),
    accounts: { everyday: account(4_480_217, EVERYDAY, 'Ελένη Παπαδοπούλου', 4) },
  },
  karl: {
    ...persona('karl', 'Karl Nygaard', 'blocked by the bank'),
    status: 'blocked',
    accounts: { everyday: account(5_590_864, EVERYDAY, 'Karl Nygaard', 5) },
  },
  ida: {
    ...persona('ida', 'Ida Kjær, Nordlys ApS', 'acts for a company, in part with a second signature'),
    kind: 'business',
    accounts: {
      business: account(6_701_433, BUSINESS, 'Nordlys Keramik ApS', 5),
      twoSignature,
    },
  },
  emil: {
    ...persona('emil', 'Emil Kjær, Nordlys ApS', "the company's second signature"),
    kind: 'business',
    accounts: { twoSignature },
  },
  tilde: {
    ...persona('tilde', 'Tilde Rask', 'keeps the books of Nordlys: sees and stops what it shares'),
    accounts: {},
  },
  viggo: {
    ...persona('viggo', 'Viggo Bech', 'kept the books of Nordlys: the mandate has ended'),
    accounts: {},
  },
  nora: {
    ...persona('nora', 'Nora Dahl', 'a joint account, and the other holder is told nothing'),
    accounts: { shared },
  },
  pelle: {
    ...persona('pelle', 'Pelle Dahl', 'a joint account, and told nothing of what the other shares'),
    accounts: { shared },
  },
  astrid: {
    ...persona('astrid', 'Astrid Holm', 'her daughter acts for her'),
    accounts: { everyday: account(3_404_128, EVERYDAY, 'Astrid Holm', 12) },
  },
  liv: {
    ...persona('liv', 'Liv Holm', 'acts for her mother'),
    accounts: {},
  },
  freja: {
    ...persona('freja', 'Freja Thygesen', 'two years of permissions'),
    accounts: {
      everyday: account(7_812_650, EVERYDAY, 'Freja Thygesen', 11),
      holiday: account(7_812_669, HOLIDAY, 'Freja Thygesen', 6),
      kroner: account(7_812_677, KRONER, 'Freja Thygesen', 3),
      savings: account(7_812_685, SAVINGS, 'Freja Thygesen', 10),
    },
  },
  nils: {
    ...persona('nils', 'Nils Østergaard', 'one IBAN in two currencies, and a credit card'),
    accounts: {
      everyday: account(8_120_447, EVERYDAY, 'Nils Østergaard', 5),
      dollars: { ...account(8_120_447, DOLLARS, 'Nils Østergaard', 2), id: seedId('account:8120447:USD') },
    },
    cards: {
      credit: {
        id: seedId('card:nils'),
        pan: '5254120000003241',
        ownerName: 'Nils Østergaard',
        name: 'Credit card',
        product: 'Nordhavn Card Gold',
        details: 'Credit card, paid in full on the 5th of each month',
        currency: 'EUR',
        creditLimit: '5000.00',
        openedYearsAgo: 3,
      },
    },
  },
  sverre: {
    ...persona('sverre', 'Sverre Holm', 'whose accounts answer slowly'),
    accounts: { everyday: scripted(9_201_116, 'slow', 'Sverre Holm') },
  },
  dagny: {
    ...persona('dagny', 'Dagny Riis', 'whose accounts the bank cannot reach'),
    accounts: { everyday: scripted(9_201_124, 'down', 'Dagny Riis') },
  },
  vera: {
    ...persona('vera', 'Vera Lauritzen', 'ten accounts: her own, a joint one, and of her business'),
    accounts: { ...purposes, family, studio, taxes },
  },
  villads: { ...persona('villads', 'Villads Lauritzen', 'the joint account of Vera'), accounts: { family } },
  ella: {
    ...persona('ella', 'Ella Skov', 'not of age: looks at what is shared, and shares nothing'),
    yearsOld: 15,
    accounts: {
      youth: account(
        9_410_205,
        { ...CURRENT, name: 'Youth account', product: 'Nordhavn Young' },
        'Ella Skov',
        1,
      ),
    },
  },
  aage: {
    ...persona('aage', 'Aage Krogh', 'has died: nothing of his is read any more'),
    status: 'deceased',
    yearsOld: 91,
    accounts: {
      pension: account(
        9_410_213,
        { ...CURRENT, name: 'Pension account', product: 'Nordhavn Everyday' },
        'Aage Krogh',
        12,
      ),
    },
  },
  klara: {
    ...persona('klara', 'Klara Munk', 'whose account closes while she decides'),
    accounts: { everyday: scripted(9_201_132, 'closing', 'Klara Munk') },
  },
  theo: {
    ...persona('theo', 'Theo Juhl', 'too little money for most payments'),
    accounts: { student: account(4_415_308, STUDENT, 'Theo Juhl', 1) },
  },
} satisfies Record<string, Persona>

/** The businesses whose accounts are among these, by their accounts; the sandbox bank knows each by an id of its own. */
export const BUSINESSES = {
  nordlys: {
    id: seedId('business:nordlys'),
    accountIds: Object.values(PERSONAS.ida.accounts).map(({ id }) => id),
  },
  lauritzen: { id: seedId('business:lauritzen'), accountIds: [studio.id, taxes.id] },
}

/** Who acts for whom beside those who hold an account; `endedDaysAgo` where it is over. */
export const MANDATES: readonly SeededMandate[] = [
  { psu: 'tilde', for: PERSONAS.ida.accounts.business, may: 'stop', daysAgo: 400 },
  { psu: 'viggo', for: PERSONAS.ida.accounts.business, may: 'stop', daysAgo: 700, endedDaysAgo: 20 },
  { psu: 'liv', for: PERSONAS.astrid, may: 'stop', daysAgo: 250 },
]

/** Whose sharing is kept from the other holders of their accounts, and since when. */
export const PROTECTED: readonly { psu: PersonaKey; daysAgo: number }[] = [{ psu: 'nora', daysAgo: 60 }]

function persona(key: string, name: string, purpose: string): Omit<Persona, 'accounts'> {
  return { id: seedId(`psu:${key}`), name, purpose, kind: 'person', status: 'active' }
}

function account(number: number, kind: AccountKind, ownerName: string, years: number): SeededAccount {
  return {
    id: seedId(`account:${number}`),
    iban: danishIban('nordhavn', number),
    ownerName,
    openedYearsAgo: years,
    ...kind,
  }
}

function scripted(
  number: number,
  script: (typeof ACCOUNT_SCRIPTS)[number],
  ownerName: string,
): SeededAccount {
  return { ...account(number, EVERYDAY, ownerName, 2), script }
}

export type PersonaKey = keyof typeof PERSONAS

/** `for`: an account of a business, or a customer in everything they share; both are known by their id. */
type SeededMandate = {
  psu: PersonaKey
  for: { id: string }
  may: (typeof MANDATE_RIGHTS)[number]
  daysAgo: number
  endedDaysAgo?: number
}

export type Persona = {
  id: string
  name: string
  /** What this customer is there to show; printed by the demo, never stored. */
  purpose: string
  kind: (typeof PSU_KINDS)[number]
  status: (typeof PSU_STATUSES)[number]
  /** Where the bank's books have to know it; whoever is `deceased` died ten days ago. */
  yearsOld?: number
  accounts: Record<string, SeededAccount>
  cards?: Record<string, SeededCard>
}

/** Paid by the customer alone; `pan` is written nowhere but masked. */
export type SeededCard = {
  id: string
  pan: string
  ownerName: string
  name: string
  product: string
  details: string
  currency: string
  creditLimit: string
  openedYearsAgo: number
}

export type SeededAccount = AccountKind & {
  id: string
  iban: string
  ownerName: string
  openedYearsAgo: number
  script?: (typeof ACCOUNT_SCRIPTS)[number]
}

/** `alone`: each of its holders may share it on their own word. */
type AccountKind = {
  name: string
  product: string
  cashAccountType: (typeof CASH_ACCOUNT_TYPES)[number]
  usage: (typeof ACCOUNT_USAGES)[number]
  currency: string
  alone: boolean
}
