/** Who holds which account of the sandbox bank now, for a `from`: whose mandate has ended holds nothing. */
export const HOLDERS_NOW =
  '(select account_id, psu_id, alone from ledger_holders where ends_at is null or ends_at > placet_now())'
