import { danishIban } from './danish-iban'

/** Where people spend, what it costs (hundredths) and where. All invented; the words are what budgeting apps sort by. */
export const MERCHANTS = {
  groceries: {
    from: 480,
    to: 6_900,
    at: [
      'Grønttorvet Supermarket',
      'Købmand Holmen',
      'Nærkøb Market',
      'Havnens Supermarket',
      'Dagli Supermarket',
    ],
  },
  cafes: {
    from: 340,
    to: 1_450,
    at: ['Kaffe Kaj Coffee', 'Café Søsten', 'Bageriet Rug Bakery', 'Lille Café Nord'],
  },
  restaurants: {
    from: 1_450,
    to: 8_600,
    at: [
      'Restaurant Tangkrogen',
      'Pizzeria Bella Vesterbro',
      'Sushi Mizu',
      'Taverna Ioulia',
      'Nudelhuset Kitchen',
    ],
  },
  transport: {
    from: 260,
    to: 980,
    at: ['Øresund Metro', 'Bybus Transit', 'Kystbanen Rail', 'Cykelbyen Bike'],
  },
  fuel: { from: 3_200, to: 7_400, at: ['Nordtank Fuel', 'Kajen Parking'] },
  shopping: {
    from: 900,
    to: 13_900,
    at: [
      'Boghandel Blad Books',
      'Tøjhuset Fashion',
      'Elgiganto Electronics',
      'Stempel & Co Shop',
      'Havens Garden',
    ],
  },
  health: { from: 620, to: 4_800, at: ['Apotek Svanen', 'Tandlæge Lund Dentist'] },
  travel: {
    from: 4_500,
    to: 38_000,
    at: ['Vestkyst Ferry', 'Nordwind Airlines', 'Hotel Klitten', 'Solrejser Travel'],
  },
  supplies: {
    from: 1_800,
    to: 24_000,
    at: ['Ler & Glasur Supply Store', 'Kontorkæden Store', 'Fragtmand Vest Transport'],
  },
  cash: { from: 4_000, to: 10_000, at: ['ATM Nørreport', 'ATM Strandvejen'] },
} as const satisfies Record<string, Merchants>

/** Whom money regularly comes from and goes to. */
export const COUNTERPARTIES = {
  employer: { name: 'Brygge & Strøm A/S', iban: danishIban('fjordbank', 40_117_203) },
  hospital: { name: 'Region Øst Hospital', iban: danishIban('fjordbank', 40_220_914) },
  studio: { name: 'Studio Tretten ApS', iban: danishIban('sydbanken', 51_300_288) },
  school: { name: 'Havneskolen', iban: danishIban('sydbanken', 51_440_071) },
  pension: { name: 'Fælles Pensionskasse', iban: danishIban('fjordbank', 40_908_155) },
  landlord: { name: 'Ejendomme Havnefronten', iban: danishIban('fjordbank', 41_006_320) },
  mortgage: { name: 'Grundkredit Danmarken', iban: danishIban('sydbanken', 52_710_449) },
  power: { name: 'Nordlys Energy', iban: danishIban('sydbanken', 52_118_870) },
  heating: { name: 'Byens Heating', iban: danishIban('sydbanken', 52_118_998) },
  internet: { name: 'Fibernet Broadband', iban: danishIban('fjordbank', 41_550_102) },
  phone: { name: 'Ring Mobile', iban: danishIban('fjordbank', 41_550_768) },
  insurance: { name: 'Tryghed Insurance', iban: danishIban('sydbanken', 53_004_611) },
  union: { name: 'Fagforeningen Fælles', iban: danishIban('sydbanken', 53_811_520) },
  gym: { name: 'Puls Fitness', iban: danishIban('fjordbank', 42_090_036) },
  tax: { name: 'Skattekontoret Tax', iban: danishIban('sydbanken', 54_000_019) },
  wholesaler: { name: 'Butik Fem Wholesale', iban: danishIban('fjordbank', 42_777_310) },
  gallery: { name: 'Galleri Nordkyst', iban: danishIban('sydbanken', 54_620_885) },
  tenant: { name: 'Jonas Wulff', iban: danishIban('sydbanken', 55_301_746) },
  friend: { name: 'Mikkel Storm', iban: danishIban('fjordbank', 43_212_909) },
  sister: { name: 'Signe Aagaard', iban: danishIban('sydbanken', 55_980_124) },
  investments: { name: 'Langsigt Invest', iban: danishIban('fjordbank', 43_800_551) },
  otherBank: { name: 'Own account at Fjordbank', iban: danishIban('fjordbank', 43_900_007) },
  films: { name: 'Filmkassen Streaming', iban: null },
  music: { name: 'Tonefald Music', iban: null },
  paper: { name: 'Dagens Newspaper', iban: null },
  cloud: { name: 'Skyskab Cloud', iban: null },
} satisfies Record<string, Counterparty>

export type Spending = keyof typeof MERCHANTS
export type Counterparty = { name: string; iban: string | null }
type Merchants = { from: number; to: number; at: readonly [string, ...string[]] }
