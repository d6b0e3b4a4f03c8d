import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'

/** "Not there" and "not yours" are one answer. */
export default async function NotFound() {
  const t = await getTranslations('error')
  return (
    <PageShell brand={brand} homeHref="/">
      <title>{`${t('notFoundTitle')} · ${brand.name}`}</title>
      <MessagePage
        errorId="not_found"
        forward={{ href: '/', label: t('home') }}
        title={t('notFoundTitle')}
        why={<p>{t('notFoundText')}</p>}
      />
    </PageShell>
  )
}
