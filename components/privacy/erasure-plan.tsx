import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { Section } from '@/components/ui/card'
import { SummaryList } from '@/components/ui/summary-list'
import type { ErasurePartView } from './privacy-view'

/** What would go at once, and what stays with its reason and its day. */
export function ErasurePlan({ parts, children }: ErasurePlanProps) {
  const t = useTranslations('privacy')
  const format = useFormats()
  const going = parts.filter(({ now }) => now > 0)
  const staying = parts.filter(({ stays }) => stays > 0)
  return (
    <>
      <Section id="now" title={t('erase.now')}>
        {going.length === 0 ? <p>{t('erase.nowNone')}</p> : null}
        <SummaryList
          rows={going.map(({ id, now }) => ({
            id,
            term: t(`group.${id}.name`),
            detail: t('entries', { count: now }),
          }))}
        />
        {children}
      </Section>
      <Section id="stays" title={t('erase.stays')}>
        {staying.length === 0 ? <p>{t('erase.staysNone')}</p> : null}
        <SummaryList
          rows={staying.map(({ id, stays, until, kinds }) => ({
            id,
            term: t(`group.${id}.name`),
            detail: (
              <>
                {t('entries', { count: stays })},{' '}
                {until === null ? t('erase.customer') : t('erase.until', { day: format.day(until) })}
                <span className="block text-muted text-small">
                  {t('erase.ground', {
                    rules: [...new Set(kinds.map((kind) => t(`kept.${kind}.ground`)))].join('; '),
                  })}
                </span>
              </>
            ),
          }))}
        />
      </Section>
    </>
  )
}

/** `children` says of what goes what the customer wants to know of it. */
type ErasurePlanProps = { parts: readonly ErasurePartView[]; children?: ReactNode }
