import type { PspRole } from '@/lib/eidas/qualified-certificate'

const AI_PI = ['PSP_PI', 'PSP_AI'] as const

/** Who holds the certificates that only the register has something against, and the roles these state. */
export const PRACTICE_INSTITUTIONS = {
  withdrawn: practice('PSDNL-DNB-PRACTICE-WITHDRAWN', 'Practice, authorisation withdrawn', AI_PI),
  none: practice('PSDNL-DNB-PRACTICE-ABSENT', 'Practice, in no register', AI_PI),
  'role-withdrawn': practice('PSDNL-DNB-PRACTICE-ROLE', 'Practice, one role withdrawn', ['PSP_AI']),
}

function practice(
  organizationIdentifier: string,
  name: string,
  roles: readonly PspRole[],
): PracticeInstitution {
  return { organizationIdentifier, name, roles }
}

type PracticeInstitution = { organizationIdentifier: string; name: string; roles: readonly PspRole[] }
