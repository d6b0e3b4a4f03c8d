import { getTranslations } from 'next-intl/server'
import { toPasskeyViews } from '@/app/(customer)/security/passkey-views'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { ZoneNote } from '@/components/developer/zone-note'
import { OWN_KEYS_DONE, OwnKeys } from '@/components/sca/own-keys'
import { staffButton } from '@/components/staff/staff-button'
import { BackLink } from '@/components/ui/back-link'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { DEVELOPER_REALM } from '@/lib/developers/developer-realm'
import { findRealmPasskeys } from '@/lib/sca/realm-passkeys'
import { findDeveloperSessions, requireDeveloper } from '@/lib/session/developer'
import { problemText } from '@/lib/session/refusal-words'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('ownKeys'))('title') })

/** A developer's own passkeys, where they are signed in, and the ways out. */
export default async function DeveloperAccountPage({ searchParams }: DeveloperAccountPageProps) {
  const developer = await requireDeveloper()
  const now = await currentTime()
  const query = await searchParams
  const passkeys = await findRealmPasskeys(DEVELOPER_REALM, { holderId: developer.developerId, now })
  return (
    <DeveloperShell brand={brand} sandbox>
      <BackLink href="/developer/application">
        <bdi>{developer.legalName}</bdi>
      </BackLink>
      <OwnKeys
        view={{
          base: '/developer/account',
          signOut: '/developer/sign-out',
          passkeys: toPasskeyViews(passkeys, developer, '/developer/account'),
          browsers: await findDeveloperSessions(developer),
          addButton: staffButton('secondary'),
          done: OWN_KEYS_DONE.find((word) => word === query.done) ?? null,
          problem: problemText(query.problem, 'en'),
          now: now.toISOString(),
        }}
      />
      <ZoneNote />
    </DeveloperShell>
  )
}

type DeveloperAccountPageProps = { searchParams: Promise<{ done?: string; problem?: string }> }
