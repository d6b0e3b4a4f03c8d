import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import type { IconName } from '@/components/ui/icon'
import { Pill, type PillTone } from '@/components/ui/pill'
import type { RemovalRow, RemovalWord } from './removal-view'

/** How a request stands, in a word, a drawing and a colour. */
export function RemovalPill({ row }: { row: Pick<RemovalRow, 'word' | 'dueOn'> }) {
  const t = useTranslations('removal')
  const formats = useFormats()
  const { tone, icon } = LOOKS[row.word]
  return (
    <Pill icon={icon} tone={tone}>
      {t('state', { state: row.word, date: row.dueOn ? formats.day(row.dueOn) : '' })}
    </Pill>
  )
}

const LOOKS: Record<RemovalWord, { tone: PillTone; icon: IconName }> = {
  asked: { tone: 'paused', icon: 'hourglass' },
  letterToSend: { tone: 'expiring', icon: 'outward' },
  passedOn: { tone: 'paused', icon: 'hourglass' },
  received: { tone: 'paused', icon: 'clock' },
  overdue: { tone: 'expiring', icon: 'clock' },
  deleted: { tone: 'active', icon: 'tick' },
  partly: { tone: 'expiring', icon: 'ringLine' },
  refused: { tone: 'ended', icon: 'ringCross' },
}
