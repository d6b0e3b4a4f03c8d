import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** That a recovery is under way: to who made it, until when; to everybody else of the customer, how to end it. */
export function RecoveryNotice({ own, madeAt, until }: RecoveryNoticeProps) {
  return own ? <CoolingNotice until={until} /> : <ForeignRecovery madeAt={madeAt} until={until} />
}

/** To who has just got back in: what this passkey can do, and until when no more. Nothing where it can do everything. */
export function CoolingNotice({ until }: { until: string | null }) {
  const t = useTranslations('security')
  const formats = useFormats()
  if (until === null) return null
  return (
    <div className="mb-5">
      <Notice icon="pause" tone="attention">
        {t('coolingOwn', { date: formats.date(until), time: formats.time(until) })}
      </Notice>
    </div>
  )
}

function ForeignRecovery({ madeAt, until }: Omit<RecoveryNoticeProps, 'own'>) {
  const t = useTranslations('security')
  const formats = useFormats()
  return (
    <div className="mb-5">
      <Notice tone="danger">
        <h2 className="font-strong">{t('coolingTitle')}</h2>
        <p className="mt-1">
          {t('coolingText', {
            date: formats.date(madeAt),
            time: formats.time(madeAt),
            until: formats.dateTime(until),
          })}
        </p>
        <form action="/security/object" className="mt-3 max-w-72" method="post">
          <Button kind="danger">{t('notMe')}</Button>
        </form>
      </Notice>
    </div>
  )
}

type RecoveryNoticeProps = {
  /** Whether this session was opened with that very passkey. */
  own: boolean
  madeAt: string
  until: string
}
