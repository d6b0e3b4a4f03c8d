import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { WrittenPage } from '@/components/removal/written-page'
import { plain, tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'
import { CustomerFrame } from '../../../customer-frame'
import { openedRemoval, peekedRemoval } from '../opened-removal'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: LetterPageProps) {
  const t = await getTranslations('removal')
  const removal = await peekedRemoval(params)
  return { title: removal ? t.markup('letter.title', { tpp: removal.tpp.brand, ...plain }) : t('title') }
}

/**
 * The letter that a customer sends where the bank cannot send a message. It names the permission and nothing of the
 * customer: who signs it is theirs to add.
 */
export default async function LetterPage({ params }: LetterPageProps) {
  const { customer, removal } = await openedRemoval(params)
  if (removal.channel !== 'letter') notFound()
  const t = await getTranslations('removal')
  const formats = formatsFor(await getLocale(), brand.timeZone)
  const facts = {
    bank: brand.name,
    consentId: removal.consentId,
    reference: removal.reference,
    date: formats.date(removal.askedAt.toISOString()),
  }
  const here = `/removals/${removal.id}`
  return (
    <CustomerFrame name={customer.name} path={`${here}/letter`}>
      <WrittenPage
        back={t.rich('one', { tpp: removal.tpp.brand, ...tags })}
        backHref={here}
        how={t('letter.how')}
        lines={[
          { id: 'to', text: t.rich('letter.to', { company: removal.tpp.legalName, ...tags }) },
          { id: 'subject', text: t('letter.subject'), strong: true },
          { id: 'body1', text: t('letter.body1', facts) },
          { id: 'body2', text: t('letter.body2') },
          { id: 'body3', text: t('letter.body3') },
          { id: 'reference', text: t('letter.reference', facts) },
          { id: 'asked', text: t('letter.asked', facts) },
        ]}
        sign={t('letter.sign')}
        title={t.rich('letter.title', { tpp: removal.tpp.brand, ...tags })}
      />
    </CustomerFrame>
  )
}

type LetterPageProps = { params: Promise<{ removalId: string }> }
