import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { StopSeveralDone } from '@/components/consent/stop-several'
import { now as currentTime } from '@/lib/clock'
import { findDropped } from '@/lib/consent/find-dropped'
import { findPermissionOutlines, type PermissionOutline } from '@/lib/consent/find-permission-outlines'
import { previewStop } from '@/lib/consent/find-stoppable'
import { isCurrent } from '@/lib/consent/permission-state'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsOfCustomer } from '@/lib/core-banking/ledger'
import { findRemovals } from '@/lib/removal/find-removals'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../customer-frame'
import { StopQuery, stopFields } from '../stop-query'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ searchParams }: StopDonePageProps) {
  const t = await getTranslations('stopSeveral')
  return { title: t((await searchParams).what === 'all' ? 'doneAll' : 'title') }
}

/** What has ended by one stop of several: told from the permissions themselves, so that a reload tells it again. */
export default async function StopDonePage({ searchParams }: StopDonePageProps) {
  const customer = await requireCustomer()
  const { at: given, ...query } = await searchParams
  const { data: stop } = StopQuery.safeParse(query)
  const { data: at } = z.iso.datetime().safeParse(given)
  if (!stop || !at) redirect('/stop')
  const { psuId } = customer
  const now = await currentTime()
  const outlines = await findPermissionOutlines({ psuId, withRights: true, now })
  // Something new was allowed since: then it would not be true any more that nobody can see it.
  const still = outlines.filter(({ state, waitsForOwn }) => isCurrent(state) && !waitsForOwn)
  const { ends, goesOn } = previewStop(still, stop)
  if (ends.length + goesOn.length > 0) redirect('/')
  const ended = outlines.filter(({ lastActionAt }) => lastActionAt.toISOString() === at)
  const without = stop.what === 'account' ? await findDropped({ psuId, accountId: stop.id, at }) : []
  const asked = (await findRemovals({ psuId, now })).filter(({ askedAt }) => askedAt.toISOString() === at)
  const letters = asked.filter(({ channel }) => channel === 'letter').length
  return (
    <CustomerFrame
      name={customer.name}
      path={`/stop/done?${new URLSearchParams({ ...stopFields(stop), at })}`}
    >
      <StopSeveralDone
        view={{
          what: stop.what,
          name: await nameOf(stop, psuId, outlines),
          at,
          ended: ended.map(toLine),
          goesOn: outlines.filter(({ id }) => without.includes(id)).map(toLine),
          deletions: { told: asked.length - letters, letters },
        }}
      />
    </CustomerFrame>
  )
}

const toLine = ({ id, reference, brand }: PermissionOutline) => ({
  reference,
  tpp: brand,
  href: `/permissions/${id}`,
})

/** Of the third party or of the account; nothing where it was all. */
async function nameOf(stop: StopQuery, psuId: string, outlines: readonly PermissionOutline[]) {
  if (stop.what === 'third-party') return outlines.find(({ tppId }) => tppId === stop.id)?.brand ?? stop.id
  if (stop.what === 'all') return ''
  const held = (await ifReachable(accountsOfCustomer(psuId))) ?? []
  return held.find(({ id }) => id === stop.id)?.name ?? (await getTranslations('stopSeveral'))('account')
}

type StopDonePageProps = { searchParams: Promise<{ what?: string; id?: string; at?: string }> }
