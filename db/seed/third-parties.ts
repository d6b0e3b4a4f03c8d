import type { TPP_STATUSES } from '@/db/schema/tpps'
import type { PspRole } from '@/lib/eidas/qualified-certificate'

/**
 * The third parties of the sandbox. None exists; `example` addresses lead nowhere. Saldo is the one that runs beside
 * the demo: it registers its own redirect URIs.
 */
export const THIRD_PARTIES = {
  saldo: { ...tpp('PSDNL-DNB-X1234', 'Saldo Technologies B.V.', 'Saldo', 'Budget overview'), site: null },
  bogforing: tpp('PSDDK-DFSA-21733', 'Bogføring ApS', 'Bogføring', 'Bookkeeping'),
  huslan: {
    ...tpp('PSDDK-DFSA-20518', 'Huslån Formidling A/S', 'Huslån', 'Home loan'),
    status: 'paused',
    pausedDaysAgo: 40,
  },
  kvitto: tpp('PSDSE-FINA-44059', 'Kvitto AB', 'Kvitto', 'Receipts for your expenses'),
  fintrack: tpp('PSDDE-BAFIN-119045', 'Fintrack Analytics GmbH', 'Fintrack', 'Spending report'),
  budgetto: tpp('PSDFI-FINFSA-30172546', 'Budgetto Oy', 'Budgetto', 'Budget overview'),
  formuekort: tpp('PSDNO-FSA-993104', 'Formuekort AS', 'Formuekort', 'Net worth over time'),
  lanetjek: tpp('PSDDK-DFSA-23390', 'Lånetjek ApS', 'Lånetjek', 'Check of what you can borrow'),
  prisvagt: tpp('PSDLT-BL-LB002214', 'Prisvagt UAB', 'Prisvagt', 'Finds bills you pay too much for'),
  aeriko: tpp('PSDGR-BOG-0417', 'Aeriko Finance S.A.', 'Aeriko', 'All accounts in one place'),
  kassa: {
    ...tpp('PSDSE-FINA-44117', 'Kassa Check AB', 'Kassa Check', 'Pay by your Kassa card'),
    site: 'https://kassa-check.example',
    roles: ['PSP_IC'],
  },
} satisfies Record<string, ThirdParty>

function tpp(id: string, legalName: string, brand: string, purpose: string): ThirdParty {
  const host = `${brand.toLowerCase().replaceAll('ø', 'o').replaceAll('å', 'a')}.example`
  return { id, status: 'active', legalName, brand, purpose, site: `https://${host}` }
}

export type ThirdPartyKey = keyof typeof THIRD_PARTIES

export type ThirdParty = {
  pausedDaysAgo?: number
  /** The canonical organizationIdentifier. */
  id: string
  status: (typeof TPP_STATUSES)[number]
  legalName: string
  brand: string
  purpose: string
  /** To read accounts where it is not said. */
  roles?: PspRole[]
  /** Null: has registered no redirect URI. */
  site: string | null
}
