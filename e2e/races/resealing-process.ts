import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { database } from '@/db/connection'
import { psus } from '@/db/schema/psus'
import { resealRows } from '@/lib/resealing/reseal-rows'
import { vaultKey } from '@/lib/vault/vault'

type Work = { does: 'reseal' } | { does: 'read'; all: string[] } | { does: 'write'; mine: string[] }

// One instance as a process of its own: it seals rows anew, or reads them without an end, and writes once it is told to. What it
// has written it tells before it goes on, so that whoever listens knows what must stand there.
process.on('message', (work: Work) => {
  if (work.does === 'reseal') void reseal()
  if (work.does === 'read') void readAll(work.all)
  if (work.does === 'write') void write(work.mine)
})
process.once('disconnect', () => process.exit())
process.send?.('ready')

async function reseal(): Promise<void> {
  process.send?.({ resealed: (await resealRows({ atOnce: 50 })).resealed })
}

async function readAll(all: string[]): Promise<void> {
  for (let nth = 0; ; nth += 1) {
    await told(() => read(all[nth % all.length] ?? ''))
    if (nth === 0) process.send?.('reads')
  }
}

async function write(mine: string[]): Promise<void> {
  for (let nth = 1; ; nth += 1) {
    const psuId = mine[nth % mine.length] ?? ''
    const name = `${psuId} ${nth}`
    await told(async () => {
      const { key } = await read(psuId)
      await database()
        .update(psus)
        .set({ sealedName: key.seal('psus.name', name) })
        .where(eq(psus.id, psuId))
      const { said } = await read(psuId)
      if (said !== name) throw new Error(`${said} stands where ${name} was written`)
      process.send?.({ psuId, name })
    })
  }
}

/** With a breath after each, or these processes alone would be all that the machine does. */
async function told(work: () => Promise<unknown>): Promise<void> {
  await work().catch((fault) => process.send?.({ fault: String(fault) }))
  await pause(5)
}

async function read(psuId: string) {
  const [row] = await database().select().from(psus).where(eq(psus.id, psuId))
  if (!row) throw new Error(`${psuId} is gone`)
  const key = await vaultKey(row.keyId)
  return { key, said: key.open<string>('psus.name', row.sealedName) }
}
