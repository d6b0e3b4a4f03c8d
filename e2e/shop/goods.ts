/** What the shop sells. Prices are in euro. */
export const GOODS: readonly Good[] = [
  {
    id: 'lamp',
    name: 'Fyr 70 front lamp',
    short: 'the lamp',
    price: '249.00',
    promise: 'A beam that reaches the next bend.',
    facts: ['70 lux', 'Charges by USB-C', 'On and off the bar without tools'],
  },
  {
    id: 'bicycle',
    name: 'Linje 7 city bicycle',
    short: 'the bicycle',
    price: '2490.00',
    promise: 'Seven gears, no chain to oil.',
    facts: ['Belt drive', 'Gears in the hub', 'Room for the shopping'],
  },
]

export function findGood(id: string): Good | null {
  return GOODS.find((good) => good.id === id) ?? null
}

export type Good = {
  id: 'lamp' | 'bicycle'
  name: string
  short: string
  price: string
  promise: string
  facts: string[]
}
