import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card, Section } from '@/components/ui/card'
import { phoneWords } from '@/components/ui/phone-words'

/** What is told to whom now, what the other choice would mean and what it cannot do, and the one button that changes it. */
export function ProtectionChoice({ view, phone }: ProtectionChoiceProps) {
  const t = useTranslations('protection')
  const formats = useFormats()
  const now = view
    ? t('on', { date: formats.date(view.since), by: view.byStaff ? 'staff' : 'you' })
    : t('off')
  return (
    <>
      <Card>
        <p className="font-strong" role="status">
          {now}
        </p>
        <form action="/privacy/protection/set" className="mt-3 max-w-80" method="post">
          <input name="others" type="hidden" value={view ? 'told' : 'not-told'} />
          <Button kind="primary">{t(view ? 'tell' : 'keep')}</Button>
        </form>
      </Card>
      <Section id="means" title={t('means')}>
        <ul className="grid max-w-[58ch] list-disc gap-2 ps-5">
          {MEANS.map((point) => (
            <li key={point}>{t(point)}</li>
          ))}
        </ul>
      </Section>
      <Section id="limits" title={t('limits')}>
        <ul className="grid max-w-[58ch] list-disc gap-2 ps-5">
          {LIMITS.map((point) => (
            <li key={point}>{t(point)}</li>
          ))}
        </ul>
        <p className="mt-4 max-w-[58ch]">
          {t.rich('call', {
            ...phoneWords(phone),
          })}
        </p>
      </Section>
    </>
  )
}

const MEANS = ['noNotice', 'noSight', 'noSign', 'staysKept'] as const
const LIMITS = ['needsTwo', 'together', 'gotAlready', 'business'] as const

/** `view` null: others are told. */
type ProtectionChoiceProps = { view: { since: string; byStaff: boolean } | null; phone: string }
