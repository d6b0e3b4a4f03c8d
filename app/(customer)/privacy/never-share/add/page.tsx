import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NeverShareQuestion } from '@/components/privacy/never-share-question'
import { now as currentTime } from '@/lib/clock'
import { findStoppable, previewStop } from '@/lib/consent/find-stoppable'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { marketProfile } from '@/lib/market-profile'
import { requireCustomer } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { stoppedLine } from '../../../stop/stopped-line'
import { toldView } from '../../../told-view'
import { namedNever, oneOf } from '../named-never'
import { NEVER_SHARE } from '../never-form'
import { NeverQuery, neverPath } from '../never-query'

const HERE = `${NEVER_SHARE}/add`

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('neverShare'))('title') })

/** What ends because of it, permission by permission, before it is said: nothing breaks unseen. */
export default async function AddNeverPage({ searchParams }: AddNeverPageProps) {
  if (!marketProfile.standingPreferences) notFound()
  const customer = await requireCustomer()
  const { data: query } = NeverQuery.safeParse(await searchParams)
  const now = await currentTime()
  const one = query && oneOf(await namedNever(customer.psuId, now), query)
  if (!query || !one || one.since !== null) redirect(NEVER_SHARE)
  const { ends, goesOn } = previewStop(await findStoppable({ psuId: customer.psuId, now }), query)
  const concerned = [...ends, ...goesOn]
  const shared = concerned.flatMap(({ rights }) => rights.map(({ accountId }) => accountId))
  const accounts = (await ifReachable(accountsById([...new Set(shared)]))) ?? []
  const told = { stop: query, names: new Map(accounts.map(({ id, name }) => [id, name])) }
  const left = query.what === 'account' ? query.id : null
  return (
    <CustomerFrame name={customer.name} path={neverPath(HERE, query)}>
      <NeverShareQuestion
        view={{
          what: query.what,
          name: one.name,
          ends: ends.map((outline) => stoppedLine(outline, told)),
          goesOn: goesOn.map((outline) => stoppedLine(outline, { ...told, left })),
          listHref: NEVER_SHARE,
          form: {
            action: `${HERE}/confirm`,
            fields: query,
            keepHref: NEVER_SHARE,
            deletionFrom: [],
            told: await toldView(
              customer.psuId,
              concerned.map(({ id }) => id),
            ),
          },
        }}
      />
    </CustomerFrame>
  )
}

type AddNeverPageProps = { searchParams: Promise<{ what?: string; id?: string }> }
