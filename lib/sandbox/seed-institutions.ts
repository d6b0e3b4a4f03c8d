import type { PspRole } from '@/lib/eidas/qualified-certificate'
import { PRACTICE_INSTITUTIONS } from '@/lib/sandbox/practice-institutions'

const AI = ['PSP_AI'] as const
const PI = ['PSP_PI'] as const
const AI_PI = ['PSP_PI', 'PSP_AI'] as const
const ALL = ['PSP_PI', 'PSP_AI', 'PSP_IC'] as const

/**
 * The register before anybody changed it: the third parties of the demonstration, and some to pick on the developer pages.
 * None exists. One number holds a slash and a hyphen, as real ones may.
 */
export const SEED_INSTITUTIONS: readonly SeedInstitution[] = [
  row('PSDNL-DNB-X1234', 'Saldo Technologies B.V.', ['Saldo'], AI, '2021-03-01'),
  row('PSDDK-DFSA-31140', 'PayLane A/S', ['PayLane'], PI, '2022-06-01'),
  row('PSDDK-DFSA-21733', 'Bogføring ApS', ['Bogføring'], AI, '2020-09-14'),
  row('PSDDK-DFSA-20518', 'Huslån Formidling A/S', ['Huslån'], AI, '2019-11-05'),
  row('PSDSE-FINA-44059', 'Kvitto AB', ['Kvitto'], AI, '2022-01-20'),
  row('PSDDE-BAFIN-119045', 'Fintrack Analytics GmbH', ['Fintrack'], AI, '2019-06-17'),
  row('PSDFI-FINFSA-30172546', 'Budgetto Oy', ['Budgetto'], AI, '2023-05-02'),
  row('PSDNO-FSA-993104', 'Formuekort AS', ['Formuekort'], AI, '2022-10-10'),
  row('PSDDK-DFSA-23390', 'Lånetjek ApS', ['Lånetjek'], AI, '2024-02-12'),
  row('PSDLT-BL-LB002214', 'Prisvagt UAB', ['Prisvagt'], AI, '2023-08-28'),
  row('PSDGR-BOG-0417', 'Aeriko Finance S.A.', ['Aeriko'], AI, '2021-12-01'),
  row('PSDSE-FINA-44117', 'Kassa Check AB', ['Kassa Check'], ['PSP_IC'], '2022-04-04'),
  row('PSDDE-BAFIN-10/12-7', 'Rechnung Sofort AG', ['Rechnung Sofort', 'Sofortblick'], ALL, '2019-09-14'),
  row('PSDFR-ACPR-17218', 'Carnet Partagé SAS', ['Carnet'], AI_PI, '2020-07-01'),
  row('PSDES-BE-6903', 'Hucha Común EP S.L.', ['Hucha'], AI_PI, '2021-05-19'),
  row('PSDIE-CBI-C190041', 'Harbour Pay DAC', ['Harbour'], ALL, '2020-02-03'),
  row('PSDNL-DNB-R148802', 'Polder Betalingen N.V.', ['Polder'], ALL, '2019-10-21'),
  row('PSDNL-DNB-PRACTICE', 'Practice B.V.', ['Practice'], ['PSP_AS', ...AI_PI], '2024-01-01'),
  {
    ...practice('withdrawn'),
    withdrawn: { at: '2025-06-30T00:00:00.000Z', reason: 'The licence was given back.' },
  },
  {
    ...practice('role-withdrawn'),
    withdrawn: {
      role: 'PSP_AI',
      at: '2025-06-30T00:00:00.000Z',
      reason: 'Account information was given up.',
    },
  },
]

function row(
  id: string,
  name: string,
  brands: readonly string[],
  roles: readonly PspRole[],
  day: string,
): SeedInstitution {
  return { id, name, brands, roles, since: `${day}T00:00:00.000Z` }
}

function practice(licence: 'withdrawn' | 'role-withdrawn'): SeedInstitution {
  const { organizationIdentifier, name } = PRACTICE_INSTITUTIONS[licence]
  return row(organizationIdentifier, name, [], AI_PI, '2024-01-01')
}

type SeedInstitution = {
  id: string
  name: string
  brands: readonly string[]
  roles: readonly PspRole[]
  since: string
  withdrawn?: { role?: PspRole; at: string; reason: string }
}
