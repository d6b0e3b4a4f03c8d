import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { CopyView } from './privacy-view'

/** The copies there are: how far one is, and where the others are fetched. */
export function CopyList({ copies }: { copies: readonly CopyView[] }) {
  return (
    <ul aria-live="polite" className="mb-6 grid gap-3">
      {copies.map((copy) => (
        <li key={copy.id}>
          <Card>
            <Copy copy={copy} />
          </Card>
        </li>
      ))}
    </ul>
  )
}

function Copy({ copy }: { copy: CopyView }) {
  const t = useTranslations('privacy.export')
  const format = useFormats()
  const when = format.dateTime(copy.requestedAt)
  if (copy.state === 'failed')
    return (
      <Notice tone="danger" icon="ringCross">
        {t('failed', { when })}
      </Notice>
    )
  if (copy.state === 'ready')
    return (
      <>
        <p className="font-strong">{t('ready', { when })}</p>
        <p className="mt-1 text-muted text-small">{t('until', { until: format.dateTime(copy.endsAt) })}</p>
        {copy.fetchHref ? (
          <div className="mt-3 max-w-100">
            <Button href={copy.fetchHref} kind="primary">
              {t('fetch', { size: sizeOf(copy.size, format.number) })}
            </Button>
          </div>
        ) : null}
      </>
    )
  const progress = t('progress', { done: copy.done, total: copy.total })
  return (
    <>
      <p className="font-strong" id={`state-${copy.id}`}>
        {t(copy.state)}
      </p>
      <progress
        aria-labelledby={`state-${copy.id}`}
        className="mt-2 block h-3 w-full max-w-100 appearance-none overflow-hidden rounded-control border border-control bg-surface [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-surface [&::-webkit-progress-value]:bg-primary"
        max={copy.total}
        value={copy.done}
      />
      <p className="mt-1 text-small">{progress}</p>
      <p className="mt-2 text-muted text-small">
        {t('leave')} {t('onItsOwn')}
      </p>
      <div className="mt-3 max-w-80">
        <Button href="/privacy/export">{t('reload')}</Button>
      </div>
    </>
  )
}

function sizeOf(bytes: number, number: (value: number) => string): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000))
  return kilobytes < 1000 ? `${number(kilobytes)} kB` : `${number(Math.round(kilobytes / 100) / 10)} MB`
}
