import { useTranslations } from 'next-intl'
import { isEventType } from '@/lib/staff/audit-filter'

/** What happened, in words, and as the trail has it; an event that the house knows no more by the latter alone. */
export function EventWord({ type, href }: { type: string; href?: string }) {
  const t = useTranslations('staff.audit')
  const words = isEventType(type) ? t(`event.${type}`) : type
  return (
    <>
      {href ? <a href={href}>{words}</a> : words}
      {isEventType(type) ? (
        <code className="block font-mono text-label text-muted wrap-anywhere">{type}</code>
      ) : null}
    </>
  )
}
