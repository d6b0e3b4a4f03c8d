const account = { iban: 'DK5000400440116243' }

/** Bodies as a third party would send them, by operation, where an example made of the schema would name everything at once. */
export const REQUEST_EXAMPLES: Record<string, object> = {
  createConsent: {
    access: { accounts: [account], balances: [account], transactions: [account] },
    recurringIndicator: true,
    validUntil: '2026-10-31',
    frequencyPerDay: 4,
    combinedServiceIndicator: false,
  },
  createFundsConsent: { account, registrationInformation: 'Contract 4711' },
  confirmFunds: { account, instructedAmount: { currency: 'DKK', amount: '125.00' } },
}
