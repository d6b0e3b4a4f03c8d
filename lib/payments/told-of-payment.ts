import type { PaymentOrder } from './payment'

/** What the trail says of a payment to its customer alone: it is sealed under their key. */
export const toldOfPayment = ({ money, creditor }: PaymentOrder) => ({ money, payee: creditor.name })
