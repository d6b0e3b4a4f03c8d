import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Notice } from '@/components/ui/notice'
import type { PrivacyRequest } from '@/lib/privacy/privacy-request'

/** That the desk has got what was just sent, and by when it answers. */
export function AskedNotice({ asked }: { asked: PrivacyRequest }) {
  const t = useTranslations('privacy')
  const format = useFormats()
  return <Notice icon="tick">{t('ask.sent', { day: format.day(asked.dueOn) })}</Notice>
}
