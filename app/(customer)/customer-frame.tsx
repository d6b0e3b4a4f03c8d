import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CustomerMenu } from '@/components/ui/header-aside'
import { IdleEnd } from '@/components/ui/idle-end'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { countUnread, UNREAD_COUNTED_MAX } from '@/lib/notices/find-notices'
import { psuIdOfPage } from '@/lib/session/customer'
import { choicesAt } from '../reader-choices'

/** The frame of a signed-in customer's page. `path` is where a change of colours or language comes back to. */
export async function CustomerFrame({ name, path, wide = false, children }: CustomerFrameProps) {
  const t = await getTranslations('menu')
  const notices = await getTranslations('notices')
  const psuId = psuIdOfPage()
  const unread = psuId === null ? 0 : await countUnread(psuId)
  return (
    <PageShell
      aside={
        <CustomerMenu
          links={[
            { href: '/', label: t('permissions') },
            { href: PAYMENTS, label: t('payments') },
            { href: '/activity', label: t('activity') },
            { href: '/notices', label: notices('menu', { count: unread, shown: unreadShown(unread) }) },
            { href: '/people', label: t('people') },
            { href: '/security', label: t('security') },
            { href: '/privacy', label: t('privacy') },
          ].map((link) => ({ ...link, current: isAt(path, link.href) }))}
          name={name}
          signOut="/sign-out"
          unread={unread === 0 ? null : unreadShown(unread)}
        />
      }
      brand={brand}
      homeHref="/"
      signedIn={true}
      {...(await choicesAt(path))}
      wide={wide}
    >
      {children}
      <IdleEnd
        bank={brand.name}
        endHref={`/sign-in?${new URLSearchParams({ next: path, out: 'idle' })}`}
        stayHref={path}
      />
    </PageShell>
  )
}

/** A page below one of the menu is not that page, but the list of the start page has addresses of its own. */
function isAt(path: string, href: string) {
  const payments = path.startsWith(PAYMENTS)
  return href === PAYMENTS ? payments : !payments && path.split('?')[0] === href
}

const PAYMENTS = '/?tab=payments'

const unreadShown = (unread: number) =>
  unread < UNREAD_COUNTED_MAX ? String(unread) : `${UNREAD_COUNTED_MAX - 1}+`

type CustomerFrameProps = { name: string; path: string; wide?: boolean; children: ReactNode }
