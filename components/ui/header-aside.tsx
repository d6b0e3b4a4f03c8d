import { useTranslations } from 'next-intl'
import { ClosesWhenLeft } from './closes-when-left'
import { Icon } from './icon'

/** The end of the header before anybody is identified: nothing about a customer stands there. */
export function SecureMark() {
  const t = useTranslations('frame')
  return (
    <span className="inline-flex items-center gap-1.5 text-muted text-small">
      <Icon name="lock" size={16} />
      {t('secure')}
    </span>
  )
}

/** The end of the header on a request's page: who is signed in, and no way to wander off. */
export function CustomerName({ name }: { name: string }) {
  return (
    <span className="min-w-0 text-muted text-small">
      <bdi>{name}</bdi>
    </span>
  )
}

/** The customer's menu, which opens without a script. `signOut` is where its form posts. */
export function CustomerMenu({ name, links, signOut, unread }: CustomerMenuProps) {
  const t = useTranslations('frame')
  return (
    <details className="screen-only group ms-auto min-w-0">
      <summary
        aria-label={t('menu', { name })}
        className="inline-flex min-h-11 max-w-full items-center gap-1.5 rounded-control px-1 text-muted text-small hover:text-ink"
      >
        <bdi className="min-w-0">{name}</bdi>
        {unread === null ? null : (
          // Said in the menu itself, beside its link.
          <span
            aria-hidden="true"
            className="min-w-5 rounded-pill border border-transparent bg-primary px-1.5 text-center text-label text-on-primary"
          >
            {unread}
          </span>
        )}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <nav
        aria-label={t('menu', { name })}
        className="absolute end-5 z-10 mt-1 sm:end-8 w-60 max-w-[calc(100vw-2.5rem)] rounded-card border border-line bg-surface p-2 shadow-card"
      >
        <ul>
          {links.map((link) => (
            <li key={link.href}>
              <a
                aria-current={link.current ? 'page' : undefined}
                className="flex min-h-11 items-center border-transparent border-s-2 px-3 text-ink no-underline hover:bg-sunken forced-colors:not-aria-[current]:border-[color:Canvas] aria-[current]:border-primary aria-[current]:font-strong"
                href={link.href}
              >
                {link.label}
              </a>
            </li>
          ))}
        </ul>
        <form action={signOut} className="mt-2 border-line border-t pt-2" method="post">
          <button
            className="flex min-h-11 w-full cursor-pointer items-center rounded-control px-3 text-start hover:bg-sunken"
            type="submit"
          >
            {t('signOut')}
          </button>
        </form>
      </nav>
      <ClosesWhenLeft />
    </details>
  )
}

export type CustomerMenuProps = {
  name: string
  links: { href: string; label: string; current: boolean }[]
  signOut: string
  /** How much waits to be read, as a short text; null where nothing does. */
  unread: string | null
}
