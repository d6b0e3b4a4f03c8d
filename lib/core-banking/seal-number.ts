import 'server-only'
import { indexKey } from '@/lib/vault/vault'
import type { VaultKey } from '@/lib/vault/vault-key'
import type { CardAccount, PaymentAccount } from './account'
import { maskPan, PAN_INDEX } from './find-cards'
import { ACCOUNT_FIELDS, IBAN_INDEX } from './open-accounts'

/**
 * The columns of an account that tell its number, and what a card has beside it. Of a card's number the masked form is
 * sealed and a blind index kept; the number itself is not.
 */
export async function sealNumber(account: Numbered, key: VaultKey) {
  const index = await indexKey()
  if (account.cashAccountType !== 'CARD')
    return {
      ibanIndex: index.index(IBAN_INDEX, account.iban),
      sealedIban: key.seal(ACCOUNT_FIELDS.iban, account.iban),
    }
  return {
    panIndex: index.index(PAN_INDEX, account.pan),
    sealedMaskedPan: key.seal(ACCOUNT_FIELDS.maskedPan, maskPan(account.pan)),
    creditLimit: account.creditLimit?.amount ?? null,
    debitAccounting: account.debitAccounting,
  }
}

export type Numbered =
  | Pick<PaymentAccount, 'cashAccountType' | 'iban'>
  | (Pick<CardAccount, 'cashAccountType' | 'creditLimit' | 'debitAccounting'> & { pan: string })
