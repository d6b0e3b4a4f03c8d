import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Pill } from '@/components/ui/pill'
import type { ThirdPartyRow } from '@/lib/tpp/find-third-parties'

/** How a third party stands with the bank, with the date that belongs to it. */
export function StandingPill({ row: { status, pausedAt, endsAt } }: { row: Standing }) {
  const t = useTranslations('staff.standing')
  const formats = useFormats()
  // It ends with its last day, which is over a moment before the next begins.
  const lastDay = endsAt && formats.date(new Date(endsAt.getTime() - 1).toISOString())
  if (status === 'ended')
    return (
      <Pill icon="cross" tone="revoked">
        {t('ended', { date: lastDay ?? '' })}
      </Pill>
    )
  if (status === 'paused')
    return (
      <Pill icon="pause" tone="paused">
        {t('paused', { date: pausedAt ? formats.date(pausedAt.toISOString()) : '' })}
      </Pill>
    )
  if (lastDay)
    return (
      <Pill icon="clock" tone="expiring">
        {t('ending', { date: lastDay })}
      </Pill>
    )
  return (
    <Pill icon="tick" tone="active">
      {t('active')}
    </Pill>
  )
}

type Standing = Pick<ThirdPartyRow, 'status' | 'pausedAt' | 'endsAt'>
