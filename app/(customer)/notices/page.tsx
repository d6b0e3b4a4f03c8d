import { getLocale, getTranslations } from 'next-intl/server'
import { NoticeList } from '@/components/notices/notice-list'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { Pages } from '@/components/ui/pages'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { countUnread, findNotices } from '@/lib/notices/find-notices'
import { justDone } from '@/lib/notices/just-done'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../customer-frame'
import { noticesHref, readPlace } from './notices-query'

const PAGE_SIZE = 30

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('notices'))('title') })

/** The inbox: what happened, month by month, and what of it is unread. */
export default async function NoticesPage({ searchParams }: NoticesPageProps) {
  const { psuId, name } = await requireCustomer()
  const query = await searchParams
  const before = readPlace(query.before)
  const t = await getTranslations('notices')
  const { notices, next } = await findNotices({ psuId, before, limit: PAGE_SIZE })
  const unread = await countUnread(psuId)
  const path = noticesHref(before)
  const byMonth = Map.groupBy(notices, ({ at }) => bankDay(new Date(at), brand.timeZone).slice(0, 7))
  const problem = problemText(query.problem, await getLocale())
  const newest = notices[0]
  const done = await justDone(query.done, { psuId, now: await currentTime() })
  return (
    <CustomerFrame name={name} path={path}>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <Outcome>
        {problem ? (
          <Notice tone="danger">{problem}</Notice>
        ) : done === 'read' ? (
          <Notice icon="tick">{t('doneRead')}</Notice>
        ) : null}
      </Outcome>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-muted">{t('unread', { count: unread })}</p>
        {unread > 0 && newest ? (
          <form action="/notices/read" method="post">
            <input name="upTo" type="hidden" value={newest.at} />
            <input name="next" type="hidden" value={path} />
            <Button icon={null}>{t('readAll')}</Button>
          </form>
        ) : null}
      </div>
      {notices.length === 0 ? (
        <Card>
          <p className="text-muted">{t('empty')}</p>
        </Card>
      ) : (
        <NoticeList months={[...byMonth].map(([month, those]) => ({ month, notices: those }))} path={path} />
      )}
      <Pages
        label={t('pages')}
        next={next ? { href: noticesHref(next), label: t('older') } : null}
        previous={before ? { href: noticesHref(null), label: t('newest') } : null}
      />
      <p className="mt-6">
        <a className="inline-flex min-h-11 items-center" href="/notices/settings">
          {t('settingsLink')}
        </a>
      </p>
    </CustomerFrame>
  )
}

type NoticesPageProps = {
  searchParams: Promise<{ before?: string | string[]; done?: string; problem?: string }>
}
