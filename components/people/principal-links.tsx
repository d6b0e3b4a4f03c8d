import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'

/** For whom one acts, each the way to what they share. */
export function PrincipalLinks({ principals }: { principals: PrincipalView[] }) {
  const t = useTranslations('people')
  return (
    <ul className="rounded-card border border-line bg-surface shadow-card">
      {principals.map(({ id, name, kind }) => (
        <li
          className="relative flex items-center justify-between gap-3 border-line border-b px-4 py-3 last:border-b-0 has-focus-visible:border-control hover:bg-sunken"
          key={id}
        >
          <span className="min-w-0">
            <a
              className="block font-strong text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-[var(--focus)]"
              href={`/people/${id}`}
            >
              <bdi>{name}</bdi>
            </a>
            <span className="text-muted text-small">{t('principal', { kind })}</span>
          </span>
          <Icon className="text-muted rtl:-scale-x-100" name="forward" />
        </li>
      ))}
    </ul>
  )
}

export type PrincipalView = { id: string; name: string; kind: 'business' | 'customer' }
