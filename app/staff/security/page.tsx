import { getTranslations } from 'next-intl/server'
import { toPasskeyViews } from '@/app/(customer)/security/passkey-views'
import { OWN_KEYS_DONE, OwnKeys } from '@/components/sca/own-keys'
import { staffButton } from '@/components/staff/staff-button'
import { now as currentTime } from '@/lib/clock'
import { findRealmPasskeys } from '@/lib/sca/realm-passkeys'
import { requireColleague } from '@/lib/session/colleague'
import { problemText } from '@/lib/session/refusal-words'
import { findStaffSessions } from '@/lib/session/start-staff-session'
import { STAFF_REALM } from '@/lib/staff/staff-realm'
import { StaffFrame } from '../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('ownKeys'))('title') })

/** A colleague's own passkeys, where they are signed in, and the ways out. */
export default async function StaffSecurityPage({ searchParams }: StaffSecurityPageProps) {
  const colleague = await requireColleague('own.keys')
  const now = await currentTime()
  const query = await searchParams
  const passkeys = await findRealmPasskeys(STAFF_REALM, { holderId: colleague.staffId, now })
  return (
    <StaffFrame colleague={colleague} current="security" path="/staff/security">
      <OwnKeys
        view={{
          base: '/staff/security',
          signOut: '/staff/sign-out',
          passkeys: toPasskeyViews(passkeys, colleague, '/staff/security'),
          browsers: await findStaffSessions(colleague),
          addButton: staffButton('secondary'),
          done: OWN_KEYS_DONE.find((word) => word === query.done) ?? null,
          problem: problemText(query.problem, 'en'),
          now: now.toISOString(),
        }}
      />
    </StaffFrame>
  )
}

type StaffSecurityPageProps = { searchParams: Promise<{ done?: string; problem?: string }> }
