import { z } from 'zod'

/** What this program reads of the bank's answers (Berlin Group v1.3 and RFC 7591); everything else in them is ignored. */

const amount = z.object({
  amount: z.string().regex(/^-?[0-9]{1,14}(\.[0-9]{1,3})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
})
const link = z.object({ href: z.string() })
const reference = z.object({ iban: z.string().optional() })

export const Registered = z.object({ client_id: z.string().min(1) })

export const ConsentCreated = z.object({ consentId: z.string().min(1), consentStatus: z.string() })

export const ConsentDetail = z.object({ consentStatus: z.string(), validUntil: z.string() })

/** Berlin Group's word for a consent that another holder of an account has to allow, too. */
export const WAITING = 'partiallyAuthorised'

export const ConsentStatus = z.object({ consentStatus: z.string() })

const balance = z.object({ balanceAmount: amount, balanceType: z.string() })

export const BalanceList = z.object({ balances: z.array(balance) })

export const AccountList = z.object({
  accounts: z.array(
    z.object({
      resourceId: z.string().min(1),
      iban: z.string().optional(),
      currency: z.string(),
      name: z.string().optional(),
      displayName: z.string().optional(),
      product: z.string().optional(),
      balances: z.array(balance).optional(),
      _links: z.object({ balances: link.optional(), transactions: link.optional() }).optional(),
    }),
  ),
})

const transaction = z.object({
  transactionId: z.string().optional(),
  bookingDate: z.string().optional(),
  valueDate: z.string().optional(),
  transactionAmount: amount,
  creditorName: z.string().optional(),
  creditorAccount: reference.optional(),
  debtorName: z.string().optional(),
  debtorAccount: reference.optional(),
  remittanceInformationUnstructured: z.string().optional(),
  additionalInformation: z.string().optional(),
})

export const TransactionList = z.object({
  transactions: z.object({
    booked: z.array(transaction).default([]),
    pending: z.array(transaction).default([]),
    _links: z.object({ next: link.optional() }).optional(),
  }),
})

export type Balance = z.infer<typeof balance>
export type WireAccount = z.infer<typeof AccountList>['accounts'][number]
export type WireTransaction = z.infer<typeof transaction>

export const JwkSet = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional(), crv: z.string().optional() })),
})
