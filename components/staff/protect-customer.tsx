import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { CustomersWord } from './customers-word'

/** Who asks, by a reference and their name; how it came, how they were recognised, and why. */
export function ProtectCustomer({ send }: { send: string }) {
  const t = useTranslations('staff.protect')
  return (
    <form action={send} className="grid max-w-160 gap-5" method="post">
      <Field
        hint={t('referenceHint')}
        id="reference"
        label={t('reference')}
        maxLength={60}
        name="reference"
        required={true}
      />
      <Field hint={t('nameHint')} id="name" label={t('name')} maxLength={140} name="name" required={true} />
      <CustomersWord form="protect" />
    </form>
  )
}
