import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { AWAY_HEADER } from '@/lib/session/path-header'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('away'))('title') })

/**
 * What stands under every address while the database does not answer; `proxy.ts` leads here and nobody else can, so that no link
 * shows somebody a bank that is not away. Asks the database nothing.
 */
export default async function AwayPage() {
  const again = (await headers()).get(AWAY_HEADER)
  if (!again) notFound()
  const t = await getTranslations('away')
  return (
    <PageShell brand={brand}>
      <MessagePage
        at={new Date().toISOString()}
        errorId="away"
        forward={{ href: again, label: t('again') }}
        nothing={t('nothing')}
        title={t('title')}
        why={t('why', { phone: brand.phone })}
      />
    </PageShell>
  )
}
