import { getLocale, getTranslations } from 'next-intl/server'
import { AskDesk } from '@/components/privacy/ask-desk'
import { HeldList } from '@/components/privacy/held-list'
import { CoolingNotice } from '@/components/sca/recovery-notice'
import { telOf } from '@/components/ui/brand-view'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { SummaryList } from '@/components/ui/summary-list'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { marketProfile } from '@/lib/market-profile'
import { findPrivacyRequests } from '@/lib/privacy/find-privacy-requests'
import { heldAbout } from '@/lib/privacy/held-about'
import { coolsUntil } from '@/lib/psu/cool-down'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../customer-frame'
import { AskedNotice } from './asked-notice'
import { toHeldGroups, toRequestViews } from './privacy-views'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('privacy'))('title') })

/** What the bank holds and how long; a copy of it, its erasure, corrections, objections, and whom to ask (W16). */
export default async function PrivacyPage({ searchParams }: PrivacyPageProps) {
  const customer = await requireCustomer()
  const t = await getTranslations('privacy')
  const never = await getTranslations('neverShare')
  const { sent, problem } = await searchParams
  const said = problemText(problem, await getLocale())
  const requests = await findPrivacyRequests(customer.psuId)
  const asked = requests.find(({ id }) => id === sent)
  const cooling = await coolsUntil({ ...customer, now: await currentTime() })
  const { name, url } = brand.dataAuthority
  return (
    <CustomerFrame name={customer.name} path="/privacy">
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch] text-muted">{t('lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? <Notice tone="danger">{said}</Notice> : asked ? <AskedNotice asked={asked} /> : null}
      </Outcome>
      <CoolingNotice until={cooling?.toISOString() ?? null} />
      <Section id="copy" title={t('export.title')}>
        <p className="mb-3 max-w-[58ch]">{t('export.lead')}</p>
        <div className="max-w-80">
          <Button href="/privacy/export">{t('export.link')}</Button>
        </div>
      </Section>
      <Section id="held" title={t('held')}>
        <p className="mb-3 max-w-[58ch] text-muted text-small">{t('heldNote')}</p>
        <HeldList groups={toHeldGroups(await heldAbout(customer.psuId))} />
      </Section>
      <Section id="others" title={t('others.title')}>
        <p className="mb-3 max-w-[58ch]">{t('others.text')}</p>
        <div className="max-w-80">
          <Button href="/privacy/protection">{t('others.link')}</Button>
        </div>
      </Section>
      {marketProfile.standingPreferences ? (
        <Section id="never" title={never('title')}>
          <p className="mb-3 max-w-[58ch]">{never('offer')}</p>
          <div className="max-w-80">
            <Button href="/privacy/never-share">{never('change')}</Button>
          </div>
        </Section>
      ) : null}
      <Section id="erase" title={t('erase.title')}>
        <p className="mb-3 max-w-[58ch]">{t('erase.text')}</p>
        <div className="max-w-80">
          <Button href="/privacy/erase">{t('erase.link')}</Button>
        </div>
      </Section>
      <Section id="apps" title={t('apps.title')}>
        <p className="mb-3 max-w-[58ch]">{t('apps.text')}</p>
        <div className="max-w-80">
          <Button href="/removals">{t('apps.link')}</Button>
        </div>
      </Section>
      <Section id="ask" title={t('ask.title')}>
        <AskDesk mayAsk={cooling === null} requests={toRequestViews(requests)} />
      </Section>
      <Section id="contacts" title={t('contacts.title')}>
        <SummaryList
          rows={[
            {
              id: 'officer',
              term: t('contacts.officer'),
              detail: <a href={`mailto:${brand.dataOfficer}`}>{brand.dataOfficer}</a>,
            },
            {
              id: 'phone',
              term: t('contacts.phone'),
              detail: (
                <a dir="ltr" href={telOf(brand.phone)}>
                  {brand.phone}
                </a>
              ),
            },
            { id: 'authority', term: t('contacts.authority'), detail: <a href={url}>{name}</a> },
          ]}
        />
        <p className="mt-3 text-muted text-small">{t('contacts.rights')}</p>
      </Section>
    </CustomerFrame>
  )
}

type PrivacyPageProps = { searchParams: Promise<{ sent?: string; problem?: string }> }
