import { type Counterparty, type Spending, COUNTERPARTIES as WITH } from './merchants'
import { PERSONAS, type SeededAccount } from './personas'

const {
  anna: { accounts: anna },
  bo: { accounts: bo },
  maja: { accounts: maja },
  sam: { accounts: sam },
  oskar: { accounts: oskar },
  eleni: { accounts: eleni },
  karl: { accounts: karl },
  ida: { accounts: ida },
  nora: { accounts: nora },
  astrid: { accounts: astrid },
  freja: { accounts: freja },
  nils: { accounts: nils },
  sverre: { accounts: sverre },
  dagny: { accounts: dagny },
  klara: { accounts: klara },
} = PERSONAS

const own = ({ ownerName, iban }: SeededAccount): Counterparty => ({ name: ownerName, iban })

const SALARY = 'PMNT-RCDT-SALA'
const RECEIVED = 'PMNT-RCDT-ESCT'
/** What an order of the customer's own pays, month by month. */
export const STANDING_ORDER = 'PMNT-ICDT-STDO'
const TRANSFER = 'PMNT-ICDT-ESCT'
const BETWEEN_OWN = 'PMNT-ICDT-BOOK'
const DIRECT_DEBIT = 'PMNT-RDDT-ESDD'
const CARD_ONLINE = 'PMNT-CCRD-POSD'
const INTEREST = 'ACMT-MCOP-INTR'
const INTEREST_PAID = 'ACMT-MDOP-INTR'

/** What any household pays for, whatever else it does. */
const BILLS: Standing[] = [
  [2, '-22.00', WITH.phone, 'Mobile subscription 40 12 77', DIRECT_DEBIT],
  [3, '-11.99', WITH.films, 'Filmkassen monthly pass', CARD_ONLINE],
  [5, '-10.49', WITH.music, 'Tonefald subscription', CARD_ONLINE],
  [8, '-48.30', WITH.insurance, 'Home contents, policy 7719-4', DIRECT_DEBIT],
]
const HOME: Standing[] = [
  [4, '-64.80', WITH.power, 'Power, on account', DIRECT_DEBIT],
  [6, '-34.95', WITH.internet, 'Fibre 500 for the flat', DIRECT_DEBIT],
  [10, '-52.40', WITH.heating, 'District heating, on account', DIRECT_DEBIT],
]

/** How often a month somebody buys what. */
const TOWN = { groceries: 13, cafes: 7, restaurants: 4.5, transport: 10, shopping: 3.5, health: 1, cash: 1 }
const QUIET = {
  groceries: 15,
  cafes: 7,
  restaurants: 2.5,
  transport: 6,
  fuel: 2.5,
  shopping: 3,
  health: 1.5,
  cash: 2,
}

/**
 * What happens on each account. Money between the bank's own accounts is told once, by the one who pays, and those who
 * pay stand above those who receive. What an account has `above` goes where it says, on the 24th, before the next pay comes.
 */
export const LIVES: readonly Life[] = [
  {
    account: anna.everyday,
    opening: '3316.40',
    spends: TOWN,
    above: ['700.00', own(anna.savings), 'Put aside this month', BETWEEN_OWN],
    standing: [
      [28, '3340.00', WITH.employer, 'Pay, Brygge & Strøm', SALARY],
      [1, '-1120.00', WITH.landlord, 'Rent for Havnegade 14, 3rd floor', STANDING_ORDER],
      [15, '-150.00', own(anna.holiday), 'For the next journey', BETWEEN_OWN],
      [12, '-32.00', WITH.gym, 'Puls membership', DIRECT_DEBIT],
      [14, '-61.50', WITH.union, 'Union dues', DIRECT_DEBIT],
      [19, '-45.00', WITH.sister, 'Share of the allotment', TRANSFER],
      [21, '-18.90', WITH.paper, 'Dagens weekend edition', CARD_ONLINE],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: anna.savings,
    opening: '8400.00',
    standing: [[28, '21.75', null, 'Interest for the quarter', INTEREST, 'quarter']],
  },
  { account: anna.holiday, opening: '640.00', spends: { travel: 0.7 }, standing: [] },
  {
    account: bo.everyday,
    opening: '3010.55',
    spends: { ...TOWN, restaurants: 6, shopping: 2.5 },
    above: ['450.00', WITH.otherBank, 'To my account at Fjordbank', TRANSFER],
    standing: [
      [28, '3060.00', WITH.school, 'Pay, Havneskolen', SALARY],
      [1, '-985.00', WITH.landlord, 'Rent for Møllevej 3', STANDING_ORDER],
      [16, '-35.00', WITH.friend, 'Five-a-side, my share', TRANSFER],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: maja.everyday,
    opening: '3280.10',
    spends: { cafes: 9, restaurants: 3, transport: 14, shopping: 5, health: 1.5, groceries: 7 },
    above: ['650.00', WITH.investments, 'Long-term saving, Maja', TRANSFER],
    standing: [
      [28, '3105.00', WITH.hospital, 'Pay, Region Øst', SALARY],
      [1, '-1450.00', own(maja.joint), 'Household, from Maja', STANDING_ORDER],
      [2, '-130.00', own(maja.house), 'For the roof, from Maja', STANDING_ORDER],
      [12, '-32.00', WITH.gym, 'Puls membership', DIRECT_DEBIT],
      ...BILLS,
    ],
  },
  {
    account: sam.everyday,
    opening: '3044.20',
    spends: { cafes: 11, restaurants: 5, transport: 16, shopping: 3.5, groceries: 6, cash: 2 },
    above: ['550.00', WITH.investments, 'Long-term saving, Sam', TRANSFER],
    standing: [
      [28, '2860.00', WITH.studio, 'Pay, Studio Tretten', SALARY],
      [1, '-1300.00', own(sam.joint), 'Household, from Sam', STANDING_ORDER],
      [2, '-130.00', own(sam.house), 'For the roof, from Sam', STANDING_ORDER],
      [9, '-14.00', WITH.cloud, 'Skyskab 2 TB', CARD_ONLINE],
      ...BILLS,
    ],
  },
  {
    account: maja.joint,
    opening: '2705.00',
    spends: { groceries: 22, restaurants: 2.5, fuel: 4, shopping: 3, health: 1 },
    above: ['500.00', WITH.investments, 'Put aside for the house', TRANSFER],
    standing: [
      [3, '-1380.00', WITH.mortgage, 'Mortgage, Strandparken 9', DIRECT_DEBIT],
      [20, '-96.00', WITH.insurance, 'Car and house, policy 5120-8', DIRECT_DEBIT],
      ...HOME,
    ],
  },
  {
    account: maja.house,
    opening: '6400.00',
    standing: [[18, '-240.00', WITH.insurance, 'Building works, policy 5120-9', DIRECT_DEBIT]],
  },
  {
    account: oskar.savings,
    opening: '5200.00',
    standing: [
      [5, '220.00', WITH.otherBank, 'Monthly saving from Fjordbank', RECEIVED],
      [28, '13.10', null, 'Interest for the quarter', INTEREST, 'quarter'],
    ],
  },
  {
    account: oskar.loan,
    opening: '-9800.00',
    standing: [
      [1, '245.00', WITH.otherBank, 'Instalment on the car loan', RECEIVED],
      [28, '-38.20', null, 'Interest on the car loan', INTEREST_PAID],
    ],
  },
  {
    account: eleni.everyday,
    opening: '3202.00',
    spends: { ...TOWN, restaurants: 7 },
    above: ['600.00', WITH.otherBank, 'Αποταμίευση', TRANSFER],
    standing: [
      [28, '3015.00', WITH.studio, 'Μισθός Studio Tretten', SALARY],
      [1, '-1040.00', WITH.landlord, 'Ενοίκιο Havnegade 22', STANDING_ORDER],
      [17, '-120.00', WITH.sister, 'Για τη μαμά', TRANSFER],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: karl.everyday,
    opening: '3004.15',
    spends: QUIET,
    above: ['900.00', WITH.otherBank, 'To the other bank, Karl', TRANSFER],
    standing: [
      [28, '2230.00', WITH.pension, 'Pension, Fælles', RECEIVED],
      [1, '-760.00', WITH.landlord, 'Rent for Enghave 51', STANDING_ORDER],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: ida.business,
    opening: '11820.00',
    spends: { supplies: 21, transport: 7, cafes: 5, fuel: 3 },
    above: ['12000.00', own(ida.twoSignature), 'Reserve for tax and glaze', BETWEEN_OWN],
    standing: [
      [7, '4240.00', WITH.wholesaler, 'Invoice 2210, stoneware', RECEIVED],
      [22, '2385.50', WITH.gallery, 'Sold on commission', RECEIVED],
      [1, '-1890.00', WITH.landlord, 'Rent for the workshop, yard B', STANDING_ORDER],
      [20, '-1475.00', WITH.tax, 'VAT on account', TRANSFER],
      [10, '-312.60', WITH.power, 'Power for the kilns', DIRECT_DEBIT],
      [6, '-44.00', WITH.internet, 'Fibre for the workshop', DIRECT_DEBIT],
    ],
  },
  {
    account: ida.twoSignature,
    opening: '15000.00',
    standing: [[25, '-2600.00', WITH.tax, 'Corporation tax, quarter', TRANSFER, 'quarter']],
  },
  {
    account: astrid.everyday,
    opening: '3150.00',
    spends: QUIET,
    above: ['900.00', WITH.otherBank, 'Put aside at Fjordbank', TRANSFER],
    standing: [
      [28, '2140.00', WITH.pension, 'Pension, Fælles', RECEIVED],
      [1, '-690.00', WITH.landlord, 'Rent for Kirkevej 12', STANDING_ORDER],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: freja.everyday,
    opening: '4130.80',
    spends: { ...TOWN, groceries: 16, shopping: 5, fuel: 2 },
    above: ['1100.00', own(freja.savings), 'Over to the rainy day', BETWEEN_OWN],
    standing: [
      [28, '4180.00', WITH.employer, 'Pay, Brygge & Strøm', SALARY],
      [3, '-1310.00', WITH.mortgage, 'Mortgage, Bakkevej 40', DIRECT_DEBIT],
      [15, '-200.00', own(freja.holiday), 'For the summer house', BETWEEN_OWN],
      [14, '-61.50', WITH.union, 'Union dues', DIRECT_DEBIT],
      [18, '-60.00', WITH.friend, 'Choir and cake', TRANSFER],
      ...BILLS,
      ...HOME,
    ],
  },
  { account: freja.holiday, opening: '1120.00', spends: { travel: 0.8, restaurants: 0.5 }, standing: [] },
  {
    account: freja.kroner,
    opening: '14250.00',
    spends: { groceries: 4, restaurants: 2, fuel: 2, shopping: 1.5 },
    standing: [
      [1, '4800.00', WITH.tenant, 'Leje af sommerhus', RECEIVED],
      [12, '-3950.00', WITH.mortgage, 'Ydelse sommerhus', DIRECT_DEBIT],
    ],
  },
  {
    account: freja.savings,
    opening: '21350.00',
    standing: [[28, '54.20', null, 'Interest for the quarter', INTEREST, 'quarter']],
  },
  {
    account: nils.everyday,
    opening: '3150.25',
    spends: TOWN,
    above: ['600.00', WITH.otherBank, 'To my account at Fjordbank', TRANSFER],
    standing: [
      [28, '3220.00', WITH.studio, 'Pay, Studio Tretten', SALARY],
      [1, '-1010.00', WITH.landlord, 'Rent for Kajgade 2', STANDING_ORDER],
      [15, '-75.00', WITH.friend, 'Sailing club', STANDING_ORDER],
      ...BILLS,
      ...HOME,
    ],
  },
  {
    account: nils.dollars,
    opening: '2480.00',
    spends: { travel: 0.6 },
    standing: [[10, '310.00', WITH.gallery, 'Prints sold overseas', RECEIVED]],
  },
  ...[sverre.everyday, dagny.everyday, klara.everyday, nora.shared].map(
    (account): Life => ({
      account,
      opening: '3090.00',
      spends: TOWN,
      above: ['500.00', WITH.otherBank, 'To my account at Fjordbank', TRANSFER],
      standing: [
        [28, '3120.00', WITH.hospital, 'Pay, Region Øst', SALARY],
        [1, '-1020.00', WITH.landlord, 'Rent for Søndergade 8', STANDING_ORDER],
        ...BILLS,
        ...HOME,
      ],
    }),
  ),
]

export type Life = {
  account: SeededAccount
  /** What was there thirteen months ago. */
  opening: string
  spends?: Partial<Record<Spending, number>>
  above?: [floor: string, to: Counterparty, text: string, code: string]
  standing: readonly Standing[]
}

/** On a day of the month up to the 28th; no counterparty: the bank itself. `quarter`: in March, June, and so on. */
export type Standing = [
  day: number,
  amount: string,
  who: Counterparty | null,
  text: string,
  code: string,
  every?: 'quarter',
]
