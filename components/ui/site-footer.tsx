import { useLocale, useTranslations } from 'next-intl'
import type { ComponentProps, ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { LANGUAGES, OFFERED } from '@/i18n/languages'
import type { BrandView } from './brand-view'
import { phoneWords } from './phone-words'

/**
 * Help by phone, on every page in the same place (WCAG 3.2.6), and the choices of language and colours where they can be kept.
 */
export function SiteFooter({
  brand,
  column,
  help = true,
  pays = false,
  answerBy,
  signedIn = false,
  theme,
  language,
}: SiteFooterProps) {
  const t = useTranslations('frame')
  const request = useTranslations('request')
  const formats = useFormats()
  const locale = useLocale()
  return (
    <footer className="screen-only border-line border-t text-muted text-small">
      <div className={`${column} grid gap-2 py-6 ${signedIn ? 'room-after-three-minutes' : ''}`}>
        {answerBy ? <p>{request('until', { time: formats.time(answerBy) })}</p> : null}
        {help ? <p>{t.rich(pays ? 'helpPays' : 'help', phoneWords(brand.phone))}</p> : null}
        {help && brand.supportUrl ? (
          <p>
            <a href={brand.supportUrl}>{t('support')}</a>
          </p>
        ) : null}
        <p className="flex flex-wrap gap-x-5">
          {help ? (
            <a className="inline-flex min-h-11 items-center" href="/help">
              {t('how')}
            </a>
          ) : null}
          {help ? (
            <a className="inline-flex min-h-11 items-center" href="/status">
              {t('state')}
            </a>
          ) : null}
          <a className="inline-flex min-h-11 items-center" href="/accessibility">
            {t('accessibility')}
          </a>
        </p>
        {signedIn ? <p>{t('idle')}</p> : null}
        {language ? (
          <Choice action={language.action} label={t('language')}>
            {OFFERED.map((value) => (
              <ChoiceButton
                current={locale === value}
                key={value}
                lang={value}
                name="language"
                value={value}
                {...(language.keeps && {
                  form: language.keeps,
                  formAction: language.action,
                  formMethod: 'post' as const,
                  formNoValidate: true,
                })}
              >
                {LANGUAGES[value].name}
              </ChoiceButton>
            ))}
          </Choice>
        ) : null}
        {theme ? (
          <Choice action={theme.action} label={t('theme')}>
            {THEMES.map(([value, label]) => (
              <ChoiceButton current={theme.current === value} key={value} name="theme" value={value}>
                {t(label)}
              </ChoiceButton>
            ))}
          </Choice>
        ) : null}
      </div>
    </footer>
  )
}

/** One form per choice: it works without a script, and comes back to the page it was made on. */
function Choice({ action, label, children }: { action: string; label: string; children: ReactNode }) {
  return (
    <form action={action} className="flex flex-wrap items-center gap-x-3 sm:gap-x-4" method="post">
      <span>{label}</span>
      {children}
    </form>
  )
}

function ChoiceButton({ current, ...button }: ChoiceButtonProps) {
  return (
    <button
      aria-pressed={current}
      className="min-h-11 cursor-pointer underline decoration-1 underline-offset-4 aria-pressed:font-strong aria-pressed:text-ink aria-pressed:no-underline"
      type="submit"
      {...button}
    />
  )
}

type ChoiceButtonProps = { current: boolean; name: string; value: string; children: ReactNode } & Pick<
  ComponentProps<'button'>,
  'lang' | 'form' | 'formAction' | 'formMethod' | 'formNoValidate'
>

const THEMES = [
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
  ['device', 'themeDevice'],
] as const

export type SiteFooterProps = {
  brand: BrandView
  column: string
  /** Left out where no customer comes: the number is theirs. */
  help?: boolean
  /** Whether the page is about a payment and not about sharing. */
  pays?: boolean
  /** Until when a request can be answered. */
  answerBy?: string
  signedIn?: boolean
  /** A form post of `theme=light|dark|device`; left out where nothing answers it. */
  theme?: { action: string; current: 'light' | 'dark' | 'device' }
  /**
   * A form post of `language=en|de|…`; left out where the pages have one language only. `keeps`: the form of the page whose
   * fields go along.
   */
  language?: { action: string; keeps?: string }
}
