import { likeBank } from '@/lib/tpp/like-bank'
import type { PaymentRequest } from './find-payment-request'

/**
 * Whether the payee is called like the bank and nothing says that the account is one of that name: whoever reads it on the
 * bank's own page would believe that their bank asks for the money.
 */
export const payeeLikeBank = ({ order, payee }: Pick<PaymentRequest, 'order' | 'payee'>): boolean =>
  payee.result !== 'match' && likeBank(order.creditor.name) !== null
