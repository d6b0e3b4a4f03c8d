import { getTranslations } from 'next-intl/server'
import { PermissionList } from '@/components/consent/permission-list'
import { now as currentTime } from '@/lib/clock'
import { findPermissions, type Permission } from '@/lib/consent/find-permissions'
import { isCurrent } from '@/lib/consent/permission-state'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { requireCustomer } from '@/lib/session/customer'
import { NamesUnreachable } from '../accounts-unreachable'
import { CustomerFrame } from './customer-frame'
import { endedByWhom } from './ended-by'
import { toPermissionRow } from './permission-row'
import { waitsForWhom } from './waits-for'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('list'))('title') })

/** The dashboard: who may see what, what needs the customer first. */
export default async function HomePage({ searchParams }: { searchParams: Promise<{ tab?: string }> }) {
  const customer = await requireCustomer()
  const tab = (await searchParams).tab === 'ended' ? 'ended' : 'current'
  const now = await currentTime()
  const permissions = await findPermissions({ psuId: customer.psuId, now })
  const accounts = await ifReachable(
    accountsById(permissions.flatMap(({ rights }) => rights.map(({ accountId }) => accountId))),
  )
  const nameOf = new Map(accounts?.map(({ id, name }) => [id, name]))
  const waitsFor = await Promise.all(permissions.map((one) => waitsForWhom(one, customer.psuId)))
  const endedBy = await Promise.all(permissions.map((one) => endedByWhom(one, customer.psuId)))
  const rows = permissions.map((permission, index) => ({
    current: isCurrent(permission.state),
    kind: permission.kind,
    open: isCurrent(permission.state) && !['paused', 'shut-out', 'waiting'].includes(permission.state),
    tppId: permission.tpp.id,
    row: toPermissionRow({
      permission,
      waitsFor: waitsFor[index] ?? 'you',
      endedBy: endedBy[index] ?? null,
      accountNames: permission.rights.flatMap(({ accountId }) => nameOf.get(accountId) ?? []),
      now,
    }),
  }))
  const current = rows.filter((entry) => entry.current)
  const shown = tab === 'current' ? current : rows.filter((entry) => !entry.current)
  const apps = (kind: Permission['kind']) =>
    new Set(rows.flatMap((entry) => (entry.open && entry.kind === kind ? [entry.tppId] : []))).size
  const path = tab === 'ended' ? '/?tab=ended' : '/'
  return (
    <CustomerFrame name={customer.name} path={path}>
      {accounts === null ? <NamesUnreachable retryHref={path} /> : null}
      <PermissionList
        asking={apps('fundsConfirmation')}
        attention={current.map(({ row }) => row)}
        counts={{ current: current.length, ended: rows.length - current.length }}
        currentHref="/"
        endedHref="/?tab=ended"
        now={now.toISOString()}
        permissions={shown.map(({ row }) => row)}
        seeing={apps('accountInformation')}
        tab={tab}
      />
    </CustomerFrame>
  )
}
