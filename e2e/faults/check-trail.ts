import { execFile } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publishedCheckpointKeys } from '@/lib/trail/checkpoint-keys'
import { folderWitness } from '@/lib/trail/folder-witness'
import { makeCheckpoint } from '@/lib/trail/make-checkpoint'
import { tellWitnesses } from '@/lib/trail/tell-witnesses'
import { writeExport } from '@/lib/trail/write-export'
import type { Broken } from './check-history'

const run = promisify(execFile)

/**
 * INV-05: the trail as the bank exports it, against the file that a witness has kept through all faults, judged by the verifier
 * that shares no line with what writes the trail (docs/audit-trail.md). `tamper` is for who wants to see it fail.
 */
export async function checkTrail(folder: string, tamper = async (_exported: string) => {}): Promise<Trail> {
  await makeCheckpoint()
  const { origin, keys } = await publishedCheckpointKeys()
  const witness = folderWitness(folder, origin)
  const failed = await tellWitnesses([witness])
  if (failed.length > 0)
    return { told: '', broken: [{ invariant: 'INV-05', text: 'The witness refused to go on' }] }
  const [exported, keysFile] = [join(folder, 'export'), join(folder, 'keys.json')]
  await writeFile(keysFile, JSON.stringify({ origin, keys }))
  const kept = join(folder, 'seen.jsonl')
  // First what the witness has: the instances go on telling it, and an export that is older than its file looks rolled back.
  await copyFile(join(folder, `${origin.replace(/[^a-z0-9.-]/gi, '_')}.jsonl`), kept)
  await writeExport(exported)
  await tamper(exported)
  const args = ['scripts/audit-verify/verify.ts', exported, '--witness', kept, '--keys', keysFile]
  const judged = await run(process.execPath, args).then(
    ({ stdout }) => ({ isSound: true, said: stdout.trim() }),
    ({ stdout, stderr }) => ({ isSound: false, said: `${stdout}${stderr}`.trim() }),
  )
  return { told: judged.said, broken: judged.isSound ? [] : [{ invariant: 'INV-05', text: judged.said }] }
}

type Trail = { told: string; broken: Broken[] }
