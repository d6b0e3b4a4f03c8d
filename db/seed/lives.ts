import { type Counterparty, type Spending, COUNTERPARTIES as WITH } from './merchants'
import { PERSONAS, type SeededAccount } from './personas'
import { QUIET_LIVES } from './quiet-lives'
import { QUIET, TOWN } from './spends'
import {
  BETWEEN_OWN,
  BILLS,
  CARD_ONLINE,
  DIRECT_DEBIT,
  GYM,
  HOME,
  HOUSEHOLD,
  INTEREST_PAID,
  interest,
  pay,
  pension,
  RECEIVED,
  rent,
  SALARY,
  STANDING_ORDER,
  type Standing,
  TRANSFER,
  UNION,
} from './standing'

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
  theo: { accounts: theo },
} = PERSONAS

const own = ({ ownerName, iban }: SeededAccount): Counterparty => ({ name: ownerName, iban })

const toFjordbank = (floor: string): Life['above'] => [
  floor,
  WITH.otherBank,
  'To my account at Fjordbank',
  TRANSFER,
]

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
      pay('3340.00', WITH.employer, 'Brygge & Strøm'),
      rent('-1120.00', 'Havnegade 14, 3rd floor'),
      [15, '-150.00', own(anna.holiday), 'For the next journey', BETWEEN_OWN],
      GYM,
      UNION,
      [19, '-45.00', WITH.sister, 'Share of the allotment', TRANSFER],
      [21, '-18.90', WITH.paper, 'Dagens weekend edition', CARD_ONLINE],
      ...HOUSEHOLD,
    ],
  },
  {
    account: anna.savings,
    opening: '8400.00',
    standing: [interest('21.75')],
  },
  { account: anna.holiday, opening: '640.00', spends: { travel: 0.7 }, standing: [] },
  {
    account: bo.everyday,
    opening: '3010.55',
    spends: { ...TOWN, restaurants: 6, shopping: 2.5 },
    above: toFjordbank('450.00'),
    standing: [
      pay('3060.00', WITH.school, 'Havneskolen'),
      rent('-985.00', 'Møllevej 3'),
      [16, '-35.00', WITH.friend, 'Five-a-side, my share', TRANSFER],
      ...HOUSEHOLD,
    ],
  },
  {
    account: maja.everyday,
    opening: '3280.10',
    spends: { cafes: 9, restaurants: 3, transport: 14, shopping: 5, health: 1.5, groceries: 7 },
    above: ['650.00', WITH.investments, 'Long-term saving, Maja', TRANSFER],
    standing: [
      pay('3105.00', WITH.hospital, 'Region Øst'),
      [1, '-1450.00', own(maja.joint), 'Household, from Maja', STANDING_ORDER],
      [2, '-130.00', own(maja.house), 'For the roof, from Maja', STANDING_ORDER],
      GYM,
      ...BILLS,
    ],
  },
  {
    account: sam.everyday,
    opening: '3044.20',
    spends: { cafes: 11, restaurants: 5, transport: 16, shopping: 3.5, groceries: 6, cash: 2 },
    above: ['550.00', WITH.investments, 'Long-term saving, Sam', TRANSFER],
    standing: [
      pay('2860.00', WITH.studio, 'Studio Tretten'),
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
    standing: [[5, '220.00', WITH.otherBank, 'Monthly saving from Fjordbank', RECEIVED], interest('13.10')],
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
      ...HOUSEHOLD,
    ],
  },
  {
    account: karl.everyday,
    opening: '3004.15',
    spends: QUIET,
    above: ['900.00', WITH.otherBank, 'To the other bank, Karl', TRANSFER],
    standing: [pension('2230.00'), rent('-760.00', 'Enghave 51'), ...HOUSEHOLD],
  },
  {
    account: ida.business,
    opening: '11820.00',
    spends: { supplies: 21, transport: 7, cafes: 5, fuel: 3 },
    above: ['12000.00', own(ida.twoSignature), 'Reserve for tax and glaze', BETWEEN_OWN],
    standing: [
      [7, '4240.00', WITH.wholesaler, 'Invoice 2210, stoneware', RECEIVED],
      [22, '2385.50', WITH.gallery, 'Sold on commission', RECEIVED],
      rent('-1890.00', 'the workshop, yard B'),
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
    standing: [pension('2140.00'), rent('-690.00', 'Kirkevej 12'), ...HOUSEHOLD],
  },
  {
    account: freja.everyday,
    opening: '4130.80',
    spends: { ...TOWN, groceries: 16, shopping: 5, fuel: 2 },
    above: ['1100.00', own(freja.savings), 'Over to the rainy day', BETWEEN_OWN],
    standing: [
      pay('4180.00', WITH.employer, 'Brygge & Strøm'),
      [3, '-1310.00', WITH.mortgage, 'Mortgage, Bakkevej 40', DIRECT_DEBIT],
      [15, '-200.00', own(freja.holiday), 'For the summer house', BETWEEN_OWN],
      UNION,
      [18, '-60.00', WITH.friend, 'Choir and cake', TRANSFER],
      ...HOUSEHOLD,
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
    standing: [interest('54.20')],
  },
  {
    account: nils.everyday,
    opening: '3150.25',
    spends: TOWN,
    above: toFjordbank('600.00'),
    standing: [
      pay('3220.00', WITH.studio, 'Studio Tretten'),
      rent('-1010.00', 'Kajgade 2'),
      [15, '-75.00', WITH.friend, 'Sailing club', STANDING_ORDER],
      ...HOUSEHOLD,
    ],
  },
  {
    account: nils.dollars,
    opening: '2480.00',
    spends: { travel: 0.6 },
    standing: [[10, '310.00', WITH.gallery, 'Prints sold overseas', RECEIVED]],
  },
  {
    account: theo.student,
    opening: '38.75',
    standing: [
      [1, '20.00', WITH.sister, 'For the bus', RECEIVED],
      [20, '-20.00', WITH.gym, 'Puls for students', DIRECT_DEBIT],
    ],
  },
  ...[sverre.everyday, dagny.everyday, klara.everyday, nora.shared].map(
    (account): Life => ({
      account,
      opening: '3090.00',
      spends: TOWN,
      above: toFjordbank('500.00'),
      standing: [pay('3120.00', WITH.hospital, 'Region Øst'), rent('-1020.00', 'Søndergade 8'), ...HOUSEHOLD],
    }),
  ),
  ...QUIET_LIVES,
]

export type Life = {
  account: SeededAccount
  /** What was there thirteen months ago. */
  opening: string
  spends?: Partial<Record<Spending, number>>
  above?: [floor: string, to: Counterparty, text: string, code: string]
  standing: readonly Standing[]
}
