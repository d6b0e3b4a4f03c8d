import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CustomerMenu } from '@/components/ui/header-aside'
import { IdleEnd } from '@/components/ui/idle-end'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'

/** The frame of a signed-in customer's page. `path` is where a change of colours or language comes back to. */
export async function CustomerFrame({ name, path, wide = false, children }: CustomerFrameProps) {
  const t = await getTranslations('menu')
  const theme = (await cookies()).get('theme')?.value
  return (
    <PageShell
      aside={
        <CustomerMenu
          links={[
            { href: '/', label: t('permissions') },
            { href: '/activity', label: t('activity') },
            { href: '/security', label: t('security') },
          ]}
          name={name}
          signOut="/sign-out"
        />
      }
      brand={brand}
      homeHref="/"
      language={{ action: `/language?next=${encodeURIComponent(path)}` }}
      signedIn={true}
      theme={{
        action: `/theme?next=${encodeURIComponent(path)}`,
        current: theme === 'light' || theme === 'dark' ? theme : 'device',
      }}
      wide={wide}
    >
      {children}
      <IdleEnd endHref={`/sign-in?${new URLSearchParams({ next: path, out: 'idle' })}`} stayHref={path} />
    </PageShell>
  )
}

type CustomerFrameProps = { name: string; path: string; wide?: boolean; children: ReactNode }
