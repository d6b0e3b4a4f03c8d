import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** That a recovery is under way: to who made it, until when; to everybody else of the customer, how to end it. */
export function RecoveryNotice({ own, madeAt, until, phone }: RecoveryNoticeProps) {
  const t = useTranslations('security')
  const formats = useFormats()
  const dayAndTime = (at: string) => ({ date: formats.date(at), time: formats.time(at) })
  if (own)
    return (
      <div className="mb-5">
        <Notice icon="pause" tone="attention">
          <p>{t('coolingOwn', dayAndTime(until))}</p>
          <p className="mt-2">{t('coolingLost', { phone })}</p>
        </Notice>
      </div>
    )
  return (
    <div className="mb-5">
      <Notice tone="danger">
        <h2 className="font-strong">{t('coolingTitle')}</h2>
        <p className="mt-1">{t('coolingText', { ...dayAndTime(madeAt), until: formats.dateTime(until) })}</p>
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
