import { getLocale, getTranslations } from 'next-intl/server'
import { WrittenPage } from '@/components/removal/written-page'
import { plain, tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'
import type { Removal } from '@/lib/removal/find-removals'
import { CustomerFrame } from '../../../customer-frame'
import { openedRemoval, peekedRemoval } from '../opened-removal'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: ComplaintPageProps) {
  const t = await getTranslations('removal')
  const removal = await peekedRemoval(params)
  return { title: removal ? t.markup('complaint.title', { tpp: removal.tpp.brand, ...plain }) : t('title') }
}

/** A complaint to the data protection authority, as far as the bank knows what happened (GDPR Art. 77). */
export default async function ComplaintPage({ params }: ComplaintPageProps) {
  const { customer, removal } = await openedRemoval(params)
  const t = await getTranslations('removal')
  const { name, address, url } = brand.dataAuthority
  const here = `/removals/${removal.id}`
  return (
    <CustomerFrame name={customer.name} path={`${here}/complaint`}>
      <WrittenPage
        back={t.rich('one', { tpp: removal.tpp.brand, ...tags })}
        backHref={here}
        how={t('complaint.how')}
        lines={[{ id: 'to', text: [name, ...address].join('\n') }, ...(await saidIn(removal))]}
        print={t('print')}
        sign={t('complaint.sign')}
        title={t.rich('complaint.title', { tpp: removal.tpp.brand, ...tags })}
      >
        <p className="mb-4">
          <a className="inline-flex min-h-11 items-center" href={url} rel="noreferrer">
            {t('complaint.link')}
          </a>
        </p>
      </WrittenPage>
    </CustomerFrame>
  )
}

async function saidIn(removal: Removal) {
  const t = await getTranslations('removal.complaint')
  const { date, day } = formatsFor(await getLocale(), brand.timeZone)
  const { tpp, state, overdue, dueOn, askedAt, receivedAt, answeredAt } = removal
  const company = tpp.legalName
  const { reference, permission, consentId } = removal
  const answer =
    state === 'deleted' || state === 'partly' || state === 'refused' ? state : overdue ? 'none' : 'open'
  const answered = answeredAt ? date(answeredAt.toISOString()) : dueOn ? day(dueOn) : ''
  const lines = [
    { id: 'subject', text: t('subject', { company }), strong: true },
    {
      id: 'asked',
      text: t('asked', {
        company,
        reference,
        permission,
        consentId,
        bank: brand.name,
        date: date(askedAt.toISOString()),
      }),
    },
    { id: answer, text: t(answer, { company, date: answered, reason: removal.reason ?? '' }) },
    { id: 'ask', text: t('ask', { company }) },
  ]
  if (!receivedAt || answer === 'deleted') return lines
  return lines.toSpliced(2, 0, {
    id: 'received',
    text: t('received', { company, date: date(receivedAt.toISOString()) }),
  })
}

type ComplaintPageProps = { params: Promise<{ removalId: string }> }
