import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { StopPreview } from '@/components/consent/stop-several'
import { now as currentTime } from '@/lib/clock'
import type { PermissionOutline } from '@/lib/consent/find-permission-outlines'
import { findStoppable, previewStop } from '@/lib/consent/find-stoppable'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { coolsUntil } from '@/lib/psu/cool-down'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../customer-frame'
import { toldView } from '../../told-view'
import { StopQuery, stopFields } from '../stop-query'
import { stoppedLine } from '../stopped-line'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ searchParams }: StopPreviewPageProps) {
  const t = await getTranslations('stopSeveral')
  const { what } = await searchParams
  return { title: t(what === 'all' ? 'titleAll' : 'title') }
}

/** What one confirmation ends, by name: nobody stops more than they see. */
export default async function StopPreviewPage({ searchParams }: StopPreviewPageProps) {
  const customer = await requireCustomer()
  const { data: stop } = StopQuery.safeParse(await searchParams)
  if (!stop) redirect('/stop')
  const now = await currentTime()
  const open = await findStoppable({ psuId: customer.psuId, now })
  const { ends, goesOn } = previewStop(open, stop)
  const cooling = await coolsUntil({ ...customer, now })
  const asked = cooling ? [] : ends.filter(({ state }) => state !== 'waiting')
  const [first] = [...ends, ...goesOn]
  if (!first) redirect('/stop')
  const shared = [...ends, ...goesOn].flatMap(({ rights }) => rights.map(({ accountId }) => accountId))
  const accounts = (await ifReachable(accountsById([...new Set(shared)]))) ?? []
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const t = await getTranslations('stopSeveral')
  const name = stop.what === 'account' ? (names.get(stop.id) ?? t('account')) : first.brand
  const lines = (outlines: PermissionOutline[]) => outlines.map((one) => stoppedLine(one, { stop, names }))
  // Of what goes on, what stays is listed.
  const left = stop.what === 'account' ? stop.id : null
  return (
    <CustomerFrame name={customer.name} path={`/stop/preview?${new URLSearchParams(stopFields(stop))}`}>
      <StopPreview
        view={{
          what: stop.what,
          name,
          ends: lines(ends),
          goesOn: goesOn.map((one) => stoppedLine(one, { stop, names, left })),
          action: '/stop/confirm',
          fields: stopFields(stop),
          keepHref: '/stop',
          // What still waits for somebody else's word has given nothing yet; who has just got back in asks for no deletion.
          deletionFrom: [...new Set(asked.map(({ brand }) => brand))],
          told: await toldView(
            customer.psuId,
            [...ends, ...goesOn].map(({ id }) => id),
          ),
        }}
      />
    </CustomerFrame>
  )
}

type StopPreviewPageProps = { searchParams: Promise<{ what?: string; id?: string }> }
