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
 * The letter that a customer sends where the bank cannot send a message. It names the permission, by the reference that the
 * customer knows and the one that the third party knows, and the customer by name alone. No register of ours has a postal
 * address; where to find one is said beside the sheet.
 */
export default async function LetterPage({ params }: LetterPageProps) {
  const { customer, removal } = await openedRemoval(params)
  if (removal.channel !== 'letter') notFound()
  const t = await getTranslations('removal')
  const formats = formatsFor(await getLocale(), brand.timeZone)
  const facts = {
    bank: brand.name,
    permission: removal.permission,
    consentId: removal.consentId,
    reference: removal.reference,
    date: formats.date(removal.askedAt.toISOString()),
  }
  const { site } = removal.tpp
  const here = `/removals/${removal.id}`
  return (
    <CustomerFrame name={customer.name} path={`${here}/letter`}>
      <WrittenPage
        back={t.rich('one', { tpp: removal.tpp.brand, ...tags })}
        backHref={here}
        how={t('letter.how')}
        print={t('print')}
        lines={[
          { id: 'from', text: <bdi>{customer.name}</bdi> },
          { id: 'to', text: t.rich('letter.to', { company: removal.tpp.legalName, ...tags }) },
          { id: 'subject', text: t('letter.subject'), strong: true },
          { id: 'body1', text: t('letter.body1', facts) },
          { id: 'body2', text: t('letter.body2') },
          { id: 'body3', text: t('letter.body3') },
          { id: 'reference', text: t('letter.reference', facts) },
          { id: 'asked', text: t('letter.asked', facts) },
          { id: 'yours', text: t('letter.yours', facts) },
        ]}
        sign={t('letter.sign')}
        title={t.rich('letter.title', { tpp: removal.tpp.brand, ...tags })}
      >
        <p className="mb-4 max-w-[58ch] text-muted text-small">
          {t.rich(site ? 'letter.whereSite' : 'letter.where', {
            company: removal.tpp.legalName,
            authority: removal.tpp.authority,
            site: site ?? '',
            ...tags,
            a: (words) => (
              <a href={site ?? ''} rel="noreferrer">
                {words}
              </a>
            ),
          })}
        </p>
      </WrittenPage>
    </CustomerFrame>
  )
}

type LetterPageProps = { params: Promise<{ removalId: string }> }
