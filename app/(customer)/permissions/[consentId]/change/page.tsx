import { getLocale, getTranslations } from 'next-intl/server'
import { ChangeDone, ChangePermission } from '@/components/consent/change-permission'
import { Notice } from '@/components/ui/notice'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { findConsentEvents } from '@/lib/consent/find-consent-events'
import { justChanged } from '@/lib/consent/just-changed'
import { JUST_MILLIS } from '@/lib/psu/just-done'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../../../customer-frame'
import { toTppView } from '../../../permission-row'
import { accountViews, openChange } from './open-change'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params }: Pick<ChangePageProps, 'params'>) {
  const { permission } = await openChange(params)
  return { title: (await getTranslations('change'))('pageTitle', { tpp: permission.tpp.brand }) }
}

/** What the customer can take back of one permission, each with a step to confirm it. */
export default async function ChangePage({ params, searchParams }: ChangePageProps) {
  const { customer, permission, may, href, asks, now } = await openChange(params)
  const query = await searchParams
  const t = await getTranslations('change')
  const problem =
    query.problem === 'accountsUnreachable' ? t('unreachable') : problemText(query.problem, await getLocale())
  const { id: consentId, validUntil, tpp, pausedAt } = permission
  const since = new Date(now.getTime() - JUST_MILLIS)
  const asked = { consentId, psuId: customer.psuId, tppId: tpp.id, since }
  const events = query.done === undefined ? [] : await findConsentEvents(asked)
  // Of what was done and undone within minutes, only what is so.
  const untrue = pausedAt === null ? 'paused' : 'resumed'
  const said = justChanged(query.done, { events, now })
  const done = said === untrue ? null : said
  const today = bankDay(now, brand.timeZone)
  return (
    <CustomerFrame name={customer.name} path={`${href}/change`}>
      <ChangePermission
        view={{
          tpp: toTppView(tpp),
          href,
          asks,
          accounts: may.narrow ? ((await accountViews(permission)) ?? []) : null,
          end: may.narrow
            ? {
                until: validUntil,
                earliest: today,
                latest: validUntil > today ? addDays(validUntil, -1) : null,
                refused: query.day !== undefined,
              }
            : null,
          pause: may.resume
            ? { offers: 'resume', since: (pausedAt ?? now).toISOString() }
            : { offers: may.pause ? 'pause' : 'nothing' },
        }}
      >
        {problem ? (
          <div className="mb-6">
            <Notice alert={true} tone="danger">
              {problem}
            </Notice>
          </div>
        ) : done ? (
          <ChangeDone asks={asks} done={done} tpp={tpp.brand} until={validUntil} />
        ) : null}
      </ChangePermission>
    </CustomerFrame>
  )
}

type ChangePageProps = {
  params: Promise<{ consentId: string }>
  searchParams: Promise<{ done?: string; problem?: string; day?: string }>
}
