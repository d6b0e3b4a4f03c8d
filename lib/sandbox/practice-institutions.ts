import type { PspRole } from '@/lib/eidas/qualified-certificate'

/** Who holds the certificates that only the register has something against. The register has the first and the last. */
export const PRACTICE_INSTITUTIONS = {
  withdrawn: practice('PSDNL-DNB-PRACTICE-WITHDRAWN', 'Practice, authorisation withdrawn'),
  none: practice('PSDNL-DNB-PRACTICE-ABSENT', 'Practice, in no register'),
  'role-withdrawn': practice('PSDNL-DNB-PRACTICE-ROLE', 'Practice, one role withdrawn'),
}

function practice(organizationIdentifier: string, name: string): PracticeInstitution {
  return { organizationIdentifier, name, roles: ['PSP_PI', 'PSP_AI'] }
}

type PracticeInstitution = { organizationIdentifier: string; name: string; roles: readonly PspRole[] }
