/** An answer of about 2 kB as JSON, of the shape of a list of bookings. */
export const twoKilobytes = {
  account: { iban: 'DK5000400440116243', currency: 'DKK' },
  transactions: {
    booked: Array.from({ length: 9 }, (_, index) => ({
      transactionId: `0195f1c2-7a31-7c11-9f0e-00000000000${index}`,
      bookingDate: '2026-01-15',
      valueDate: '2026-01-15',
      transactionAmount: { amount: `-${index}12.30`, currency: 'DKK' },
      creditorName: 'Bageriet på hjørnet',
      remittanceInformationUnstructured: 'Rundstykker',
    })),
  },
}
