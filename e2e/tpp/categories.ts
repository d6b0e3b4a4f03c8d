/**
 * The category of a payment, by the first rule whose words occur in its counterparty or text. Simple on purpose:
 * a person can see from the row why it landed there.
 */
export function categoryOf({ counterparty, text, isIncoming, isOwnTransfer }: Categorised): Category {
  if (isOwnTransfer) return 'Between own accounts'
  if (isIncoming) return 'Money in'
  const words = `${counterparty} ${text}`.toLowerCase()
  return RULES.find(({ pattern }) => pattern.test(words))?.category ?? 'Everything else'
}

/** Money that only changes pockets is neither income nor spending. */
export function countsAsSpending(category: Category): boolean {
  return category !== 'Money in' && category !== 'Between own accounts'
}

const RULES: { category: Category; pattern: RegExp }[] = [
  { category: 'Home', pattern: /\brent\b|mortgage|hyra|huur|housing|landlord|estate|furniture|ikea/ },
  {
    category: 'Bills',
    pattern:
      /energy|electric|power|\bgas\b|water|heating|internet|broadband|telecom|mobile|phone|insurance|tax\b/,
  },
  {
    category: 'Groceries',
    pattern:
      /grocer|supermarket|market|food|bakery|lidl|aldi|albert heijn|carrefour|rewe|edeka|spar\b|coop|netto|jumbo/,
  },
  {
    category: 'Eating out',
    pattern: /restaurant|caf[eé]|coffee|bistro|\bbar\b|pizz|sushi|burger|takeaway|deliver|kitchen|taverna/,
  },
  {
    category: 'Getting around',
    pattern:
      /rail|train|metro|tram|\bbus\b|transit|transport|taxi|fuel|petrol|parking|airline|airways|ferry|bike|cycle|cykel/,
  },
  {
    category: 'Subscriptions',
    pattern: /subscription|streaming|membership|gym|fitness|music|cinema|video|newspaper|magazine|cloud/,
  },
  { category: 'Health', pattern: /pharmac|apotek|apotheke|dentist|doctor|clinic|hospital|optician/ },
  {
    category: 'Shopping',
    pattern: /shop|store|fashion|clothes|shoes|books?\b|electronics|department|garden|toys/,
  },
  { category: 'Cash and savings', pattern: /\batm\b|cash|saving|deposit/ },
]

type Categorised = { counterparty: string; text: string; isIncoming: boolean; isOwnTransfer: boolean }

export type Category =
  | 'Home'
  | 'Bills'
  | 'Groceries'
  | 'Eating out'
  | 'Getting around'
  | 'Subscriptions'
  | 'Health'
  | 'Shopping'
  | 'Cash and savings'
  | 'Everything else'
  | 'Money in'
  | 'Between own accounts'
