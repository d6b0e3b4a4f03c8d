import 'server-only'
import { hotQuery } from '@/db/hot-path'
import { HOLDERS_NOW } from './holders-now'
import type { HeldTogether, Mandate, MandatesAsked } from './mandate'

/** The private accounts that a customer holds together with others, in an order that stays. */
export async function findHeldTogether(psuId: string): Promise<HeldTogether[]> {
  const rows = await hotQuery<{ account_id: string; others: string[] }>({
    name: 'ledger.held-together',
    text: `select h.account_id, array_agg(o.psu_id::text order by o.psu_id) as others
           from ${HOLDERS_NOW} h
           join ${HOLDERS_NOW} o on o.account_id = h.account_id and o.psu_id <> h.psu_id
           join ledger_accounts a on a.id = h.account_id and a.business_id is null
           where h.psu_id = $1 group by h.account_id, a.opened_at order by a.opened_at, h.account_id`,
    values: [psuId],
  })
  return rows.map(({ account_id: accountId, others }) => ({ accountId, others }))
}

/** Signing for a business is holding its account; whatever else somebody may do for others is a row of its own. */
export async function findMandates(asked: MandatesAsked): Promise<Mandate[]> {
  const { by, signs, acts, value } = conditionOf(asked)
  const rows = await hotQuery<Row>({
    name: `ledger.mandates-by-${by}`,
    text: `select m.* from (
             select h.psu_id, 'business' as kind, a.business_id as principal_id, h.account_id, 'share' as may,
                    not h.alone as together, a.opened_at as starts_at, h.ends_at
             from ledger_holders h join ledger_accounts a on a.id = h.account_id
             where ${signs} and a.business_id is not null
             union all
             select d.psu_id, case when d.customer_id is null then 'business' else 'customer' end,
                    coalesce(d.customer_id, a.business_id), d.account_id, d.may, false, d.starts_at, d.ends_at
             from ledger_mandates d left join ledger_accounts a on a.id = d.account_id where ${acts}) m
           where m.starts_at <= placet_now() and (m.ends_at is null or m.ends_at > placet_now())
           order by m.starts_at, m.psu_id, m.account_id`,
    values: [value],
  })
  return rows.map((row) => ({
    agentId: row.psu_id,
    principal: { kind: row.kind, id: row.principal_id },
    accountId: row.account_id,
    may: row.may,
    together: row.together,
    since: row.starts_at,
    until: row.ends_at,
  }))
}

/** Each by an index of its own, whatever it is asked by. */
function conditionOf(asked: MandatesAsked) {
  if ('agentId' in asked)
    return { by: 'agent', signs: 'h.psu_id = $1', acts: 'd.psu_id = $1', value: asked.agentId }
  if ('accountIds' in asked) {
    const one = 'account_id = any($1::uuid[])'
    return { by: 'account', signs: `h.${one}`, acts: `d.${one}`, value: asked.accountIds }
  }
  return { by: 'customer', signs: 'false', acts: 'd.customer_id = $1', value: asked.customerId }
}

type Row = {
  psu_id: string
  kind: Mandate['principal']['kind']
  principal_id: string
  account_id: string | null
  may: Mandate['may']
  together: boolean
  starts_at: Date
  ends_at: Date | null
}
