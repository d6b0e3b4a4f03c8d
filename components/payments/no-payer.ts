import type { PaymentView } from './payment-view'

/** Whether a customer has signed in who has no account that could pay: there is nothing left to answer. */
export const noPayer = (view: PaymentView) => view.kind === 'pick' && view.accounts.length === 0
