import { composeIBAN } from 'ibantools'

/** Danish registration numbers of banks that do not exist. `nordhavn` is this one. */
const BANK_CODES = { nordhavn: '9876', fjordbank: '9123', sydbanken: '9456' } as const

/** A Danish IBAN with correct check digits: four digits of bank, ten of account. */
export function danishIban(bank: keyof typeof BANK_CODES, accountNumber: number): string {
  const bban = `${BANK_CODES[bank]}${String(accountNumber).padStart(10, '0')}`
  const iban = composeIBAN({ countryCode: 'DK', bban })
  if (iban === null) throw new Error(`${bban} makes no Danish IBAN`)
  return iban
}
