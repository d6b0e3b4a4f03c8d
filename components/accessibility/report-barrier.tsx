import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { phoneWords } from '@/components/ui/phone-words'
import { BARRIER_LENGTHS } from '@/lib/barriers/barrier-report'

/** The form for a barrier: one field has to be filled, and nobody has to say who they are. */
export function ReportBarrier({ phone }: { phone: string }) {
  const t = useTranslations('accessibility.report')
  return (
    <>
      <p className="mb-3 max-w-[62ch]">
        {t.rich('text', {
          ...phoneWords(phone),
        })}
      </p>
      <form action="/accessibility/report" className="grid max-w-160 gap-4" method="post">
        <Field
          hint={t('whatHint')}
          id="text"
          label={t('what')}
          lines={5}
          maxLength={BARRIER_LENGTHS.text}
          minLength={5}
          name="text"
          required={true}
        />
        <Field
          hint={t('placeHint')}
          id="place"
          label={t('place')}
          maxLength={BARRIER_LENGTHS.place}
          name="place"
        />
        <Field
          autoComplete="email"
          hint={t('addressHint')}
          id="address"
          label={t('address')}
          maxLength={BARRIER_LENGTHS.address}
          name="address"
        />
        <div className="max-w-80">
          <Button>{t('send')}</Button>
        </div>
      </form>
    </>
  )
}
