import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from '@/components/ui/brand-mark'
import { Pill } from '@/components/ui/pill'
import { StaffIdleEnd } from './staff-idle-end'

/** The frame of a page of staff: full width, its parts at the side; above the page where that is narrow. None of it on paper. */
export function StaffShell({
  bank,
  name,
  path,
  theme,
  current,
  hidden = [],
  waiting = {},
  children,
}: StaffShellProps) {
  const t = useTranslations('staff')
  const frame = useTranslations('frame')
  return (
    <div className="until-fifteen-minutes flex min-h-dvh flex-col text-small">
      <a
        className="absolute start-2 top-2 z-20 -translate-y-20 rounded-control bg-surface px-4 py-2.5 focus:translate-y-0"
        href="#page"
      >
        {frame('skip')}
      </a>
      <header className="screen-only border-line border-b bg-surface">
        <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-5 sm:px-8">
          <BrandMark homeLabel={t('home', { bank })} href="/staff" name={bank} />
          <Pill icon="lock" tone="revoked">
            {t('realm')}
          </Pill>
          <form
            action="/staff/sign-out"
            className="ms-auto flex flex-wrap items-center gap-x-4"
            method="post"
          >
            <bdi className="min-w-0 text-muted">{name}</bdi>
            <button
              className="min-h-11 cursor-pointer underline decoration-1 underline-offset-4"
              type="submit"
            >
              {frame('signOut')}
            </button>
          </form>
        </div>
      </header>
      <div className="flex grow flex-col md:flex-row">
        <Parts current={current} hidden={hidden} waiting={waiting} />
        <main className="min-w-0 grow px-5 pt-6 pb-14 sm:px-8" id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Foot path={path} theme={theme} />
      <StaffIdleEnd path={path} />
    </div>
  )
}

type PartsProps = Required<Pick<StaffShellProps, 'current' | 'hidden' | 'waiting'>>

function Parts({ current, hidden, waiting }: PartsProps) {
  const t = useTranslations('staff')
  return (
    <nav
      aria-label={t('nav')}
      className="screen-only border-line border-b bg-surface px-5 md:w-55 md:shrink-0 md:border-e md:border-b-0 md:px-3 md:pt-6 sm:px-8"
    >
      <ul className="flex flex-wrap gap-x-5 md:flex-col">
        {PARTS.filter(([part]) => !hidden.includes(part)).map(([part, href]) => (
          <li key={part}>
            <a
              aria-current={part === current ? 'page' : undefined}
              className="flex min-h-11 items-center border-transparent border-b-2 text-muted no-underline hover:text-ink aria-[current]:border-primary aria-[current]:font-strong aria-[current]:text-ink md:border-s-2 md:border-b-0 md:rounded-e-control md:px-3 md:hover:bg-sunken"
              href={href}
            >
              {waiting[part]
                ? t('waiting', { part: t(`parts.${part}`), count: waiting[part] })
                : t(`parts.${part}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Foot({ path, theme }: Pick<StaffShellProps, 'path' | 'theme'>) {
  const t = useTranslations('staff')
  const frame = useTranslations('frame')
  return (
    <footer className="screen-only border-line border-t px-5 py-3 text-muted sm:px-8">
      <form
        action={`/theme?next=${encodeURIComponent(path)}`}
        className="flex flex-wrap items-center gap-x-4"
        method="post"
      >
        <span>{frame('theme')}</span>
        {THEMES.map(([value, label]) => (
          <button
            aria-pressed={theme === value}
            className="min-h-11 cursor-pointer underline decoration-1 underline-offset-4 aria-pressed:font-strong aria-pressed:text-ink aria-pressed:no-underline"
            key={value}
            name="theme"
            type="submit"
            value={value}
          >
            {frame(label)}
          </button>
        ))}
        <span>{t('idle')}</span>
        <a className="inline-flex min-h-11 items-center" href="/accessibility">
          {frame('accessibility')}
        </a>
      </form>
    </footer>
  )
}

const PARTS = [
  ['thirdParties', '/staff/third-parties'],
  ['incidents', '/staff/incidents'],
  ['permissions', '/staff/permissions'],
  ['removals', '/staff/removals'],
  ['privacy', '/staff/privacy'],
  ['barriers', '/staff/barriers'],
  ['letters', '/staff/letters'],
  ['mail', '/staff/mail'],
  ['audit', '/staff/audit'],
  ['team', '/staff/team'],
  ['security', '/staff/security'],
] as const

const THEMES = [
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
  ['device', 'themeDevice'],
] as const

export type StaffPart = (typeof PARTS)[number][0]
export type StaffTheme = (typeof THEMES)[number][0]

type StaffShellProps = {
  bank: string
  name: string
  /** This page's own address, where a change of colours comes back to. */
  path: string
  theme: StaffTheme
  current: StaffPart
  /** What this colleague's roles do not show. */
  hidden?: readonly StaffPart[]
  /** How much waits for somebody in a part. */
  waiting?: Partial<Record<StaffPart, number>>
  children: ReactNode
}
