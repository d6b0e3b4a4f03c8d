import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { TppTile } from '@/components/tpp/tpp-tile'
import { Icon } from '@/components/ui/icon'
import type { PermissionRow } from './permission-view'
import { StatePill } from './state-pill'

/** One permission in the list. The whole card is the target; the link's words are the brand's name. */
export function PermissionCard({ permission, now }: { permission: PermissionRow; now: string }) {
  const { tpp, state, accounts } = permission
  const formats = useFormats()
  const looked = useLooked(permission, now)
  return (
    <li className="relative flex items-center gap-3.5 rounded-card border border-line bg-surface p-4 shadow-card motion-safe:transition-colors motion-safe:duration-150 hover:border-control has-focus-visible:border-control">
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-3.5 gap-y-2">
        <TppTile tpp={tpp} />
        <div className="min-w-0 grow basis-40">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <a
              className="font-strong text-ink no-underline after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-offset-2 focus-visible:after:outline-[var(--focus)]"
              href={permission.href}
            >
              <bdi>{tpp.name}</bdi>
            </a>
            <bdi className="min-w-0 text-muted text-label">{tpp.legalName}</bdi>
          </p>
          <p className="text-muted text-small">
            {[formats.list(accounts), looked].filter(Boolean).join(' · ')}
          </p>
          <p className="mt-1.5 flex">
            <StatePill state={state} tpp={tpp.name} />
          </p>
        </div>
      </div>
      <Icon className="text-muted" name="forward" />
    </li>
  )
}

function useLooked({ state, lastLookedAt, asks }: PermissionRow, now: string): string {
  const t = useTranslations('list')
  const formats = useFormats()
  if (state.kind === 'stopped' || state.kind === 'replaced')
    return t('endedOn', { date: formats.date(state.at) })
  if (state.kind === 'expired') return t('endedOn', { date: formats.day(state.on) })
  if (state.kind === 'usedOnce' || state.kind === 'refused') return formats.date(state.at)
  if (state.kind === 'waiting') return ''
  if (!lastLookedAt) return t(asks ? 'neverAsked' : 'neverLooked')
  const days = formats.daysBetween(lastLookedAt, now)
  if (days === 0) return t(asks ? 'askedToday' : 'lookedToday', { time: formats.time(lastLookedAt) })
  if (days === 1) return t(asks ? 'askedYesterday' : 'lookedYesterday', { time: formats.time(lastLookedAt) })
  return t(asks ? 'asked' : 'looked', { date: formats.date(lastLookedAt) })
}
