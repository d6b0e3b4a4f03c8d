import { useTranslations } from 'next-intl'
import { type BrandView, telOf } from './brand-view'

/** Help by phone, on every page in the same place (WCAG 3.2.6), and the choice of colours where one can be kept. */
export function SiteFooter({ brand, column, signedIn = false, theme }: SiteFooterProps) {
  const t = useTranslations('frame')
  return (
    <footer className="screen-only border-line border-t text-muted text-small">
      <div className={`${column} grid gap-2 py-6`}>
        <p>
          {t.rich('help', {
            phone: brand.phone,
            tel: (chunks) => (
              <a className="whitespace-nowrap" href={telOf(brand.phone)}>
                {chunks}
              </a>
            ),
          })}
        </p>
        {brand.supportUrl ? (
          <p>
            <a href={brand.supportUrl}>{t('support')}</a>
          </p>
        ) : null}
        {signedIn ? <p>{t('idle')}</p> : null}
        {theme ? (
          <form action={theme.action} className="flex flex-wrap items-center gap-x-4" method="post">
            <span>{t('theme')}</span>
            {THEMES.map(([value, label]) => (
              <button
                aria-pressed={theme.current === value}
                className="min-h-11 cursor-pointer underline decoration-1 underline-offset-4 aria-pressed:font-strong aria-pressed:text-ink aria-pressed:no-underline"
                key={value}
                name="theme"
                type="submit"
                value={value}
              >
                {t(label)}
              </button>
            ))}
          </form>
        ) : null}
      </div>
    </footer>
  )
}

const THEMES = [
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
  ['device', 'themeDevice'],
] as const

export type SiteFooterProps = {
  brand: BrandView
  column: string
  signedIn?: boolean
  /** A form post of `theme=light|dark|device`; left out where nothing answers it. */
  theme?: { action: string; current: 'light' | 'dark' | 'device' }
}
