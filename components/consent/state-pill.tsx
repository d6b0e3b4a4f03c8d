import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import type { IconName } from '@/components/ui/icon'
import { Pill, type PillTone } from '@/components/ui/pill'
import { tags } from '@/components/ui/rich-text'
import type { PermissionState } from './permission-view'

/** The state of a permission as a pill: word, drawing and colour from one table. */
export function StatePill({ state, tpp }: { state: PermissionState; tpp: string }) {
  return (
    <Pill {...LOOKS[state.kind]}>
      <StateWord state={state} tpp={tpp} />
    </Pill>
  )
}

function StateWord({ state, tpp }: { state: PermissionState; tpp: string }) {
  const t = useTranslations('state')
  const formats = useFormats()
  switch (state.kind) {
    case 'waiting':
      return state.for === 'you' ? t('waitingYou') : t.rich('waitingOther', { name: state.for.name, ...tags })
    case 'active':
      return state.until === null ? t('activeNoEnd') : t('active', { date: formats.day(state.until) })
    case 'expiring':
      return t('expiring', { days: state.daysLeft })
    case 'unused':
      return t('unused', { date: formats.date(state.since) })
    case 'shutOut':
      return t('shutOut', { asks: state.asks ? 'yes' : 'no' })
    case 'paused':
      if (typeof state.by !== 'string') return t.rich('pausedOther', { name: state.by.name, ...tags })
      return t(state.by === 'you' ? 'pausedYou' : 'paused')
    case 'stopped':
      return typeof state.by === 'string'
        ? t.rich(STOPPED[state.by], { tpp, ...tags })
        : t.rich('stoppedOther', { name: state.by.name, ...tags })
    case 'refused':
      return typeof state.by === 'string'
        ? t(REFUSED[state.by])
        : t.rich('refusedOther', { name: state.by.name, ...tags })
    default:
      return t(state.kind)
  }
}

const STOPPED = { you: 'stoppedYou', tpp: 'stoppedTpp', bank: 'stoppedBank' } as const
const REFUSED = { you: 'refused', nobody: 'refusedNobody' } as const

const LOOKS: Record<PermissionState['kind'], { tone: PillTone; icon: IconName }> = {
  waiting: { tone: 'paused', icon: 'hourglass' },
  active: { tone: 'active', icon: 'tick' },
  expiring: { tone: 'expiring', icon: 'clock' },
  unused: { tone: 'ended', icon: 'moon' },
  paused: { tone: 'paused', icon: 'pause' },
  shutOut: { tone: 'paused', icon: 'lock' },
  expired: { tone: 'ended', icon: 'ringLine' },
  replaced: { tone: 'ended', icon: 'forward' },
  stopped: { tone: 'revoked', icon: 'cross' },
  refused: { tone: 'ended', icon: 'ringCross' },
  usedOnce: { tone: 'ended', icon: 'doubleTick' },
}
