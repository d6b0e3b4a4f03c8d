import { getLocale, getTranslations } from 'next-intl/server'
import { NoticeChoices } from '@/components/notices/notice-choices'
import { CoolingNotice } from '@/components/sca/recovery-notice'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { mailAddressOf } from '@/lib/core-banking/ledger'
import { env } from '@/lib/env'
import { justDone } from '@/lib/notices/just-done'
import { TOPICS, type Topic } from '@/lib/notices/notice-kinds'
import { findNoticeSettings } from '@/lib/notices/notice-settings'
import { coolsUntil } from '@/lib/psu/cool-down'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../customer-frame'

const PATH = '/notices/settings'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('notices.settings'))('title') })

/** Which notices reach the customer by mail, and when not. */
export default async function NoticeSettingsPage({ searchParams }: NoticeSettingsPageProps) {
  const { psuId, name, credentialId } = await requireCustomer()
  const now = await currentTime()
  const cooling = await coolsUntil({ credentialId, now })
  const query = await searchParams
  const { problem } = query
  const done = await justDone(query.done, { psuId, now })
  const t = await getTranslations('notices.settings')
  const { mail, quiet } = await findNoticeSettings(psuId)
  const address = (await ifReachable(mailAddressOf(psuId))) ?? null
  const words = problem === 'quiet' ? null : problemText(problem, await getLocale())
  const draft = problem === 'quiet' ? draftOf(query) : null
  return (
    <CustomerFrame name={name} path={PATH}>
      <BackLink href="/notices">{t('back')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <Outcome>
        {draft ? (
          <Notice tone="danger">
            <a href="#quiet-from">{t('quietInvalid')}</a>
          </Notice>
        ) : words ? (
          <Notice tone="danger">{words}</Notice>
        ) : done ? (
          <Notice icon="tick">{doneText(t, done)}</Notice>
        ) : null}
      </Outcome>
      <CoolingNotice until={cooling?.toISOString() ?? null} />
      <p className="mb-5">
        {env.SMTP_URL === undefined
          ? t('noMail')
          : address === null
            ? t('noAddress')
            : t.rich('to', { mail: address, ...tags })}
      </p>
      <NoticeChoices
        action={cooling ? null : '/notices/settings/save'}
        from={draft?.from ?? hourText(quiet?.from)}
        mail={draft?.mail ?? mail}
        quietFault={draft !== null}
        to={draft?.to ?? hourText(quiet?.to)}
        zone={brand.timeZone}
      />
      <Section id="test" title={t('test')}>
        <p className="mb-3 max-w-[58ch] text-muted text-small">{t('testNote')}</p>
        <form action="/notices/settings/test" className="max-w-80" method="post">
          <Button>{t('sendTest')}</Button>
        </form>
      </Section>
    </CustomerFrame>
  )
}

function doneText(t: Awaited<ReturnType<typeof getTranslations<'notices.settings'>>>, done: string): string {
  if (done === 'tested' || done === 'mailed') return t('tested', { mailed: done === 'mailed' ? 'yes' : 'no' })
  return t(done === 'already' ? 'testedAlready' : 'saved')
}

/** What was sent and not kept, as it stood in the form. */
function draftOf({ from = '', to = '', mail = '' }: Query): Draft {
  const ticked = mail.split(',')
  const topics = Object.keys(TOPICS).map((topic) => [topic, ticked.includes(topic)])
  return { from, to, mail: Object.fromEntries(topics) }
}

const hourText = (hour: number | undefined) => (hour === undefined ? '' : String(hour))

type Draft = { from: string; to: string; mail: Record<Topic, boolean> }
type Query = { done?: string; problem?: string; from?: string; to?: string; mail?: string }
type NoticeSettingsPageProps = { searchParams: Promise<Query> }
