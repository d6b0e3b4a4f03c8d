import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/card'
import { CustomersWord } from './customers-word'

/** How the customer's word came, how they know who it is, and why: the customer reads the last. */
export function TakeBackForCustomer({ customer, send }: { customer: string; send: string }) {
  const t = useTranslations('staff.takeBack')
  return (
    <Section id="take-back" title={t('title')}>
      <p className="mb-4 max-w-160 text-muted">
        {t.rich('lead', { customer, bdi: (words) => <bdi>{words}</bdi> })}
      </p>
      <form action={send} className="grid max-w-160 gap-5" method="post">
        <CustomersWord form="takeBack" />
      </form>
    </Section>
  )
}
