import { z } from 'zod'
import { GROUPINGS, type ListQuery, TABS } from '@/lib/consent/arrange-permissions'
import { DATA_KINDS } from '@/lib/consent/data-kind'

/** What an address of the list asks for; what it does not understand it leaves out. */
export function readListQuery(params: Record<string, string | string[] | undefined>): ListQuery {
  return Query.parse(params)
}

/** The address of the list with something else in it; a change of anything but the page begins at the first. */
export function listHref(query: ListQuery, change: Partial<ListQuery> = {}): string {
  const { tab, search, account, data, group, page } = { ...query, page: 1, ...change }
  const parts = [
    ['tab', tab === 'current' ? '' : tab],
    ['q', search],
    ['account', account ?? ''],
    ['data', data ?? ''],
    ['group', group === 'none' ? '' : group],
    ['page', page === 1 ? '' : String(page)],
  ].filter(([, value]) => value !== '')
  return parts.length === 0 ? '/' : `/?${new URLSearchParams(parts)}`
}

export const NOTHING_ASKED = { search: '', account: null, data: null, group: 'none', page: 1 } as const

const Query = z
  .object({
    tab: z.enum(TABS).catch('current'),
    q: z.string().trim().max(100).catch(''),
    account: z.uuid().nullable().catch(null),
    data: z.enum(DATA_KINDS).nullable().catch(null),
    group: z.enum(GROUPINGS).catch('none'),
    page: z.coerce.number().int().positive().max(1_000_000).catch(1),
  })
  .transform(({ q, ...rest }) => ({ ...rest, search: q }))
