import { getTranslations } from 'next-intl/server'
import { PermissionList } from '@/components/consent/permission-list'
import { now as currentTime } from '@/lib/clock'
import { type Arranged, arrangePermissions, needsRights, PAGE_SIZE } from '@/lib/consent/arrange-permissions'
import { DATA_KINDS } from '@/lib/consent/data-kind'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { findPermissions, type Permission } from '@/lib/consent/find-permissions'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById, accountsOfCustomer } from '@/lib/core-banking/ledger'
import { countLetters } from '@/lib/removal/count-letters'
import { requireCustomer } from '@/lib/session/customer'
import { NamesUnreachable } from '../accounts-unreachable'
import { namesOf } from './account-names'
import { CustomerFrame } from './customer-frame'
import { endedByWhom } from './ended-by'
import { HomePayments } from './home-payments'
import { HomePeople } from './home-people'
import { listHref, readListQuery } from './list-query'
import { toListView } from './list-view'
import { pausedByWhom } from './paused-by'
import { paymentsHref, readPaymentCursor } from './payments/payments-query'
import { toPermissionRow } from './permission-row'
import { waitsForWhom } from './waits-for'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ searchParams }: HomePageProps) {
  const t = await getTranslations('list')
  const { tab } = readListQuery(await searchParams)
  return { title: t(tab === 'payments' ? 'payments' : 'title') }
}

/** The dashboard: who may see what, what needs the customer first. */
export default async function HomePage({ searchParams }: HomePageProps) {
  const { psuId, name } = await requireCustomer()
  const params = await searchParams
  const query = readListQuery(params)
  const before = readPaymentCursor(params.before)
  const now = await currentTime()
  const outlines = await findPermissionOutlines({ psuId, withRights: needsRights(query), now })
  const arranged = arrangePermissions(outlines, query)
  const shown = new Set([...arranged.attention.ids, ...arranged.placed.map(({ id }) => id)])
  const permissions = await findPermissions({ psuId, consentIds: [...shown], now })
  const accounts = await namedAccounts(permissions, arranged, psuId)
  const rows = await Promise.all(
    permissions.map(async (permission) => {
      const row = toPermissionRow({
        permission,
        waitsFor: await waitsForWhom(permission, psuId),
        endedBy: await endedByWhom(permission, psuId),
        pausedBy: await pausedByWhom(permission, psuId),
        accountNames: permission.rights.flatMap(({ accountId }) => accounts?.get(accountId) ?? []),
        now,
      })
      return [permission.id, row] as const
    }),
  )
  const t = await getTranslations('list')
  const isPayments = query.tab === 'payments'
  const path = isPayments ? paymentsHref(before) : listHref(query, { page: arranged.page })
  return (
    <CustomerFrame name={name} path={path}>
      {accounts === null ? <NamesUnreachable retryHref={path} /> : null}
      <PermissionList
        {...toListView({
          arranged,
          query,
          rows: new Map(rows),
          names: new Map([...(accounts ?? []), ['', t('noAccount')]]),
          kindNames: new Map(DATA_KINDS.map((kind) => [kind, t('kind', { kind })])),
          letters: await countLetters(psuId),
          now,
        })}
        payments={isPayments ? <HomePayments before={before} psuId={psuId} /> : null}
      />
      <HomePeople psuId={psuId} />
    </CustomerFrame>
  )
}

type HomePageProps = { searchParams: Promise<Record<string, string>> }

/**
 * The names of the accounts that are shared; of the customer's own ones where more is listed than one page shows, for the
 * filter names those too. Null while the ledger cannot be reached. What bears no name goes by its number.
 */
async function namedAccounts(
  permissions: readonly Permission[],
  { ofTab }: Arranged,
  psuId: string,
): Promise<Map<string, string> | null> {
  const own = ofTab > PAGE_SIZE ? await ifReachable(accountsOfCustomer(psuId)) : []
  if (own === null) return null
  const ids = new Set(permissions.flatMap(({ rights }) => rights.map(({ accountId }) => accountId)))
  const missing = [...ids].filter((id) => !own.some((account) => account.id === id))
  const shared = missing.length > 0 ? await ifReachable(accountsById(missing)) : []
  if (shared === null) return null
  return namesOf([...own, ...shared])
}
