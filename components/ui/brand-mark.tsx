import { Icon } from './icon'

/** The bank's mark and name; a link home only where leaving the page loses nothing. */
export function BrandMark({ name, homeLabel, href }: { name: string; homeLabel?: string; href?: string }) {
  const mark = (
    <>
      <Icon name="account" size={22} />
      <span className="font-heading">{name}</span>
    </>
  )
  const shape = 'inline-flex min-h-11 min-w-0 max-w-full items-center gap-2.5 text-ink no-underline'
  if (!href) return <span className={shape}>{mark}</span>
  return (
    <a aria-label={homeLabel} className={shape} href={href}>
      {mark}
    </a>
  )
}
