import 'server-only'
import { hotQuery } from '@/db/hot-path'
import type { ACCOUNT_SCRIPTS } from '@/db/schema/ledger'
import { ledgerUnavailable } from './ledger-unavailable'

/** How long an account that plays `slow` lets everybody wait. */
const SLOW_MILLIS = 3_000

/**
 * The status of an account as it stands in its play: `closing` is open when it is first shown, closed twenty seconds
 * later, and after ten minutes the play begins anew.
 */
export const STATUS_NOW = `case when a.script = 'closing' and a.script_since < placet_now() - interval '20 seconds'
  and a.script_since > placet_now() - interval '10 minutes' then 'deleted' else a.status end as status`

/** Plays the failures of the accounts that are about to be read; nothing for all others, and without waiting. */
export function playReads(rows: readonly Scripted[]): Promise<void> | null {
  if (rows.every(({ script }) => script === null)) return null
  return play(rows)
}

/** Plays the failures of accounts that are shown to a customer: they can be slow, or close after having been seen. */
export async function playShown(rows: readonly (Scripted & { id: string })[]): Promise<void> {
  const closing = rows.filter(({ script }) => script === 'closing').map(({ id }) => id)
  if (closing.length > 0)
    await hotQuery({
      name: 'ledger.closing',
      text: `update ledger_accounts set script_since = placet_now() where id = any($1::uuid[])
             and (script_since is null or script_since < placet_now() - interval '10 minutes')`,
      values: [closing],
    })
  if (rows.some(({ script }) => script === 'slow')) await wait()
}

async function play(rows: readonly Scripted[]): Promise<void> {
  if (rows.some(({ script }) => script === 'down')) throw ledgerUnavailable()
  if (rows.some(({ script }) => script === 'slow')) await wait()
}

const wait = () => new Promise((resolve) => setTimeout(resolve, SLOW_MILLIS))

type Scripted = { script: (typeof ACCOUNT_SCRIPTS)[number] | null }
