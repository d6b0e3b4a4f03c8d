import 'server-only'
import { database } from '@/db/connection'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import {
  countReplaced,
  endedVersions,
  markEmpty,
  markFound,
  type Replaced,
  vaultTime,
} from '@/lib/vault/replaced-versions'
import { destroyVersions } from '@/lib/vault/vault'
import { SEALED_PLACES, sealsIn } from './sealed-places'

const AT_ONCE = 500

/**
 * Destroys the replaced versions under which nothing has been left for as long as backups of the data are kept, each with a stone. It
 * looks through every place first, the trail too: of what is found anywhere the mark goes, however it came back. The trail has an
 * event for each five hundred, in whose transaction they are destroyed. Returns how many, and how the others stand.
 */
export async function endVersions({
  backupsDays,
}: {
  backupsDays: number
}): Promise<{ ended: number; replaced: Replaced }> {
  const since = await vaultTime()
  for (const place of SEALED_PLACES)
    for await (const seals of sealsIn(place))
      await markFound([...new Set(seals.flatMap(({ version }) => version ?? []))], since)
  await markEmpty(['changing', 'standing'], since)
  let ended = 0
  for (;;) {
    const ids = await endedVersions(backupsDays, AT_ONCE)
    if (ids.length === 0) return { ended, replaced: await countReplaced() }
    await database().transaction(async (tx) => {
      await recordEvent(tx, {
        at: await now(tx),
        type: 'bank.keys-ended',
        actor: 'system',
        subject: 'bank:keys',
        detail: { versions: ids.length, backupsDays },
      })
      await destroyVersions(ids, 'rotated')
    })
    ended += ids.length
  }
}
