import 'reflect-metadata'
import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { AsnConvert } from '@peculiar/asn1-schema'
import { CRLNumber, id_ce_cRLNumber } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { certifiedBy } from '@/lib/sandbox/certified-by'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { writeAtomically } from '@/lib/sandbox/key-files'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { signRevocationList } from '@/lib/sandbox/sign-revocation-list'

const DAY_MS = 86_400_000
const VALID_MS = 7 * DAY_MS
const REISSUE_AFTER_MS = DAY_MS
/** Nobody waits longer for the folder. */
const WAITED_MS_MAX = 60_000

/** Signs the lists of the issuing CA and of the root anew and puts each in place in one step. */
export async function publishRevocationList({ folder, now }: Publish): Promise<void> {
  await holdFolder(folder, async () => {
    for (const list of await listsOf(folder))
      await publish({ folder, now: momentAfter(list.path, now), ...list })
  })
}

/** For who holds the folder: publishes the lists that are due. */
export async function publishDueLists({ folder, now }: Publish): Promise<void> {
  for (const list of await listsOf(folder)) {
    const due = { folder, now: momentAfter(list.path, now), ...list }
    if (await isDue(due)) await publish(due)
  }
}

async function publish({ path, ...list }: Publish & List): Promise<void> {
  writeAtomically(path, await signRevocationList({ ...list, validMs: VALID_MS }))
}

/**
 * Who waited for the folder brings a time before that of the list in place, and a list of that time would lack what is on it: the
 * next one is of a moment later.
 */
function momentAfter(path: string, now: Date): Date {
  const last = existsSync(path) ? numberOf(path) : 0
  const waited = last - now.getTime()
  return waited >= 0 && waited < WAITED_MS_MAX ? new Date(last + 1) : now
}

/** The moment at which a list was made, in milliseconds: its `thisUpdate` has seconds only. */
function numberOf(path: string): number {
  const extension = new x509.X509Crl(new Uint8Array(readFileSync(path))).getExtension(id_ce_cRLNumber)
  // A number of more than four octets is parsed as text.
  return extension ? Number(AsnConvert.parse(extension.value, CRLNumber).value) : 0
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
