import { useTranslations } from 'next-intl'
import { SummaryList } from '@/components/ui/summary-list'
import type { ContactView } from './contact-form'

/** What was named of a contact. Its address is text and no link: nobody of the bank is led anywhere by it. */
export function ContactLines({ contact }: { contact: ContactView }) {
  const t = useTranslations('posture.contact')
  const rows = (['mail', 'phone', 'securityTxt'] as const).flatMap((name) =>
    contact[name]
      ? { id: name, term: t(name), detail: <bdi className="wrap-anywhere">{contact[name]}</bdi> }
      : [],
  )
  return <SummaryList rows={rows} />
}
