import 'reflect-metadata'
import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import * as x509 from '@peculiar/x509'
import { certifiedBy } from '@/lib/sandbox/certified-by'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { writeAtomically } from '@/lib/sandbox/key-files'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signRevocationList } from '@/lib/sandbox/sign-revocation-list'

const DAY_MS = 86_400_000
const VALID_MS = 7 * DAY_MS
const REISSUE_AFTER_MS = DAY_MS

/** Signs the lists of the issuing CA and of the root anew and puts each in place in one step. */
export async function publishRevocationList({ folder, now }: Publish): Promise<void> {
  await holdFolder(folder, async () => {
    for (const { path, authority } of await listsOf(folder))
      writeAtomically(path, await signRevocationList({ folder, authority, now, validMs: VALID_MS }))
  })
}

/** For who holds the folder: publishes the lists that are due. */
export async function publishDueLists({ folder, now }: Publish): Promise<void> {
  for (const list of await listsOf(folder))
    if (await isDue({ folder, now, ...list }))
      writeAtomically(list.path, await signRevocationList({ folder, now, validMs: VALID_MS, ...list }))
}

/** Whether a list is missing, a day old, or lacks a revocation: one that was delayed, or that a kill -9 kept from it. */
async function isDue({ folder, now, path, authority }: Publish & List): Promise<boolean> {
  if (!existsSync(path)) return true
  const list = new x509.X509Crl(new Uint8Array(readFileSync(path)))
  if (!(await list.verify({ publicKey: authority.certificate }))) return true
  if (now.getTime() - list.thisUpdate.getTime() > REISSUE_AFTER_MS) return true
  const certified = await certifiedBy({ folder, ca: authority.name, now })
  return list.entries.length !== certified.filter(({ revokedAt }) => revokedAt).length
}

async function listsOf(folder: string): Promise<List[]> {
  const { ca, revocationList, rootRevocationList } = sandboxPaths(folder)
  return [
    { path: revocationList, authority: await readAuthority(ca, 'issuing') },
    { path: rootRevocationList, authority: await readAuthority(ca, 'root') },
  ]
}

type Publish = { folder: string; now: Date }
type List = { path: string; authority: Authority }
