import { useTimeZone, useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { daysLeft, WARNED_DAYS } from '@/lib/tpp/certificate-end'

/** How long a certificate lasts; from sixty days before its end on in bold, so that the eye finds it. */
export function CertificateLeft({ endsAt, now }: { endsAt: Date | null; now: string }) {
  const t = useTranslations('staff.certificate')
  const formats = useFormats()
  const timeZone = useTimeZone() ?? 'UTC'
  if (endsAt === null) return <span className="text-muted">{t('never')}</span>
  const days = daysLeft({ notAfter: endsAt, now: new Date(now), timeZone })
  const date = formats.date(endsAt.toISOString())
  if (days < 0) return <strong className="font-strong text-expiring">{t('ended', { date })}</strong>
  const words = t('left', { days, date })
  return days <= Math.max(...WARNED_DAYS) ? (
    <strong className="font-strong text-expiring">{words}</strong>
  ) : (
    words
  )
}
