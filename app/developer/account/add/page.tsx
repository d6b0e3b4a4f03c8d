import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { AddOwnKey } from '@/components/sca/add-own-key'
import { BackLink } from '@/components/ui/back-link'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { isRecent } from '@/lib/session/customer'
import { developerSignInPath, requireDeveloper } from '@/lib/session/developer'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('ownKeys'))('addTitle') })

/** One more passkey of a developer, asked of somebody who has just shown one, not of any session. */
export default async function AddDeveloperPasskeyPage() {
  const developer = await requireDeveloper()
  if (!isRecent(developer, await currentTime())) redirect(developerSignInPath('/developer/account/add'))
  const t = await getTranslations('ownKeys')
  return (
    <DeveloperShell brand={brand} sandbox>
      <BackLink href="/developer/account">{t('title')}</BackLink>
      <AddOwnKey base="/developer/account" />
    </DeveloperShell>
  )
}
