const account = { iban: 'DK5000400440116243' }

/** Bodies as a third party would send them, by operation, where an example made of the schema would name everything at once. */
export const REQUEST_EXAMPLES: Record<string, object> = {
  createConsent: {
    access: { accounts: [account], balances: [account], transactions: [account] },
    recurringIndicator: true,
    validUntil: '2099-12-31',
    frequencyPerDay: 4,
    combinedServiceIndicator: false,
  },
  createFundsConsent: { account, registrationInformation: 'Contract 4711' },
  createPayment: {
    instructedAmount: { currency: 'EUR', amount: '249.00' },
    creditorAccount: { iban: 'DK5000400440116243' },
    creditorName: 'Cykelbutik ApS',
    endToEndIdentification: 'ORDER-4711',
    remittanceInformationUnstructured: 'Order 4711',
  },
  confirmFunds: { account, instructedAmount: { currency: 'DKK', amount: '125.00' } },
}

const XS2A = 'https://xs2a.bank.example/xs2a/v1'
const ID = '0196a3f2-7c1e-7b5a-9d3e-2f4c6a8b0d1e'
const consent = `${XS2A}/consents/${ID}`
const entries = `${XS2A}/accounts/${ID}/transactions?bookingStatus=both&dateFrom=2026-04-06&page=`

/** Where a link of an answer leads, by its name: one address for all would teach a reader something wrong. */
export const EXAMPLE_LINKS: Record<string, string> = {
  self: consent,
  status: `${consent}/status`,
  scaStatus: `${consent}/authorisations/${ID}`,
  confirmation: `${consent}/authorisations/${ID}`,
  startAuthorisation: `${consent}/authorisations`,
  scaRedirect: 'https://bank.example/interaction/sca_4yX9',
  scaOAuth: 'https://bank.example/.well-known/oauth-authorization-server',
  account: `${XS2A}/accounts/${ID}`,
  cardAccount: `${XS2A}/card-accounts/${ID}`,
  'card-account': `${XS2A}/card-accounts/${ID}`,
  balances: `${XS2A}/accounts/${ID}/balances`,
  transactions: `${XS2A}/accounts/${ID}/transactions`,
  transactionDetails: `${XS2A}/accounts/${ID}/transactions/${ID}`,
  first: `${entries}MQ`,
  previous: `${entries}Mg`,
  next: `${entries}Mw`,
}
