import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** That a recovery is under way: to who made it, until when; to everybody else of the customer, how to end it. */
export function RecoveryNotice({ own, madeAt, until, phone }: RecoveryNoticeProps) {
  const t = useTranslations('security')
  return own ? (
    <CoolingNotice until={until}>
      <p className="mt-2">{t('coolingLost', { phone })}</p>
    </CoolingNotice>
  ) : (
    <ForeignRecovery madeAt={madeAt} until={until} />
  )
}

/** To who has just got back in: what this passkey can do, and until when no more. Nothing where it can do everything. */
export function CoolingNotice({ until, children }: { until: string | null; children?: ReactNode }) {
  const t = useTranslations('security')
  const formats = useFormats()
  if (until === null) return null
  return (
    <div className="mb-5">
      <Notice icon="pause" tone="attention">
        <p>{t('coolingOwn', { date: formats.date(until), time: formats.time(until) })}</p>
        {children}
      </Notice>
    </div>
  )
}

function ForeignRecovery({ madeAt, until }: Pick<RecoveryNoticeProps, 'madeAt' | 'until'>) {
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
  phone: string
}
