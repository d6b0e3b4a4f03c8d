import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from './brand-mark'
import type { BrandView } from './brand-view'
import { SiteFooter, type SiteFooterProps } from './site-footer'

/**
 * The frame of every page: the bank above, one column, help below in the same place. `homeHref` is left out on
 * pages of a third party's request, where a way home would only lose the request.
 */
export function PageShell({
  brand,
  aside,
  above,
  homeHref,
  wide = false,
  children,
  ...footer
}: PageShellProps) {
  const t = useTranslations('frame')
  const column = wide ? 'column-wide' : 'column'
  return (
    <div className={`flex min-h-dvh flex-col ${footer.signedIn ? 'until-five-minutes' : ''}`}>
      <a
        className="absolute start-2 top-2 z-20 -translate-y-20 rounded-control bg-surface px-4 py-2.5 focus:translate-y-0"
        href="#page"
      >
        {t('skip')}
      </a>
      {above}
      <header className="border-line border-b bg-surface">
        <div className={`${column} relative flex min-h-14 flex-wrap items-center justify-between gap-x-2`}>
          <BrandMark homeLabel={t('home', { bank: brand.name })} href={homeHref} name={brand.name} />
          {aside}
        </div>
      </header>
      <main className={`${column} grow pt-6 pb-14 sm:pt-10`} id="page" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter brand={brand} column={column} {...footer} />
    </div>
  )
}

export type PageShellProps = Omit<SiteFooterProps, 'column'> & {
  brand: BrandView
  aside?: ReactNode
  /** Over the header, for as long as it has something to say. */
  above?: ReactNode
  homeHref?: string
  wide?: boolean
  children: ReactNode
}
