import { getTranslations } from 'next-intl/server'
import { ActivityFilterForm } from '@/components/consent/activity-filter'
import { ActivityList } from '@/components/consent/activity-list'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { PageHeader } from '@/components/ui/page-header'
import { Pages } from '@/components/ui/pages'
import { ACTIVITY_KINDS, type ActivityFilter } from '@/lib/activity/activity-entry'
import { findActivity } from '@/lib/activity/find-activity'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { findPaymentApps } from '@/lib/payments/find-payment-apps'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../customer-frame'
import { activityHref, readActivityQuery } from './activity-query'
import { linesFor } from './named-lines'

const PAGE_SIZE = 40

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('activity'))('title') })

/** Everything that happened in two years, with filters, page by page, and the same as a file. */
export default async function ActivityPage({ searchParams }: ActivityPageProps) {
  const { psuId, name } = await requireCustomer()
  const { filter, before } = readActivityQuery(await searchParams)
  const t = await getTranslations('activity')
  const now = await currentTime()
  const { timeZone } = brand
  const outlines = await findPermissionOutlines({ psuId, withRights: filter.accountId !== null, now })
  const { entries, next } = await findActivity({
    psuId,
    outlines,
    filter,
    before,
    limit: PAGE_SIZE,
    timeZone,
    now,
  })
  const { accounts, linesOf } = await linesFor(psuId, now)
  const lines = await linesOf(entries)
  const byMonth = Map.groupBy(lines, ({ at, day }) => (day ?? bankDay(new Date(at), timeZone)).slice(0, 7))
  const oldest = new Date(now)
  oldest.setUTCFullYear(oldest.getUTCFullYear() - 2)
  const known = [...outlines, ...(await findPaymentApps(psuId))]
  const apps = new Map(known.map(({ tppId, brand: app }) => [tppId, app]))
  const active = Object.values(filter).some((value) => value !== null)
  return (
    <CustomerFrame name={name} path={activityHref(filter, { before })}>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <ActivityFilterForm
        view={{
          kinds: ACTIVITY_KINDS,
          kind: filter.kind,
          apps: [...apps]
            .map(([value, label]) => ({ value, label }))
            .sort((a, b) => a.label.localeCompare(b.label)),
          app: filter.tppId,
          accounts: [...accounts].map(([value, label]) => ({ value, label })),
          account: filter.accountId,
          day: filter.day,
          today: bankDay(now, timeZone),
          oldest: bankDay(oldest, timeZone),
          active,
        }}
      />
      {lines.length === 0 ? (
        <Card>
          <p className="text-muted">{t(active ? 'emptyFiltered' : 'empty')}</p>
        </Card>
      ) : (
        <ActivityList months={[...byMonth].map(([month, those]) => ({ month, lines: those }))} />
      )}
      <Pages
        label={t('pages')}
        next={next ? { href: activityHref(filter, { before: next }), label: t('older') } : null}
        previous={before ? { href: activityHref(filter), label: t('newest') } : null}
      />
      {next ? null : <p className="mt-4 text-muted text-small">{t('end')}</p>}
      <Files filter={filter} filtered={active} />
    </CustomerFrame>
  )
}

/** The same, with the same filters, to take away. */
async function Files({ filter, filtered }: { filter: ActivityFilter; filtered: boolean }) {
  const t = await getTranslations('activity')
  const file = (format: string) => activityHref(filter, { format })
  return (
    <section aria-labelledby="files" className="mt-8">
      <h2 className="font-heading text-h2" id="files">
        {t('files')}
      </h2>
      <p className="mt-1 mb-3 text-muted text-small">
        {t('filesNote', { filtered: filtered ? 'yes' : 'no' })}
      </p>
      <div className="grid max-w-120 gap-3 xs:grid-cols-2">
        <Button href={file('csv')} icon={<Icon name="download" />}>
          {t('csv')}
        </Button>
        <Button href={file('json')} icon={<Icon name="download" />}>
          {t('json')}
        </Button>
        <Button href={file('pdf')} icon={<Icon name="download" />}>
          {t('pdf')}
        </Button>
      </div>
    </section>
  )
}

type ActivityPageProps = { searchParams: Promise<Record<string, string>> }
