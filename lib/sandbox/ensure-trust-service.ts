import 'server-only'
import { existsSync } from 'node:fs'
import { ensureSandboxPki } from '@/lib/sandbox/ensure-sandbox-pki'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { readInstitutions, writeInstitutions } from '@/lib/sandbox/institutions'
import { ensureOcspSigner } from '@/lib/sandbox/ocsp-signer'
import { ensurePracticeAuthorities } from '@/lib/sandbox/practice-authorities'
import { publishDueLists } from '@/lib/sandbox/publish-revocation-list'
import { publishStatements } from '@/lib/sandbox/publish-statements'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { ensureListSigner } from '@/lib/sandbox/sign-statement'

/**
 * Brings all of the sandbox's trust service up to date: the chain, the CAs to practise with, the signers of answers and lists,
 * the register, the published lists. Repeats without harm, for any number of processes at once, and completes what a killed
 * one left undone.
 */
export async function ensureTrustService(folder: string, now = new Date()): Promise<void> {
  await ensureSandboxPki(folder, now)
  await holdFolder(folder, async () => {
    await ensurePracticeAuthorities(folder, now)
    await ensureOcspSigner(folder, now)
    await ensureListSigner(folder, now)
    if (!existsSync(sandboxPaths(folder).institutions)) writeInstitutions(folder, readInstitutions(folder))
  })
  await publishDue(folder, now)
}

/** Publishes whatever has changed or is due by now: revocation lists, the trusted list, the snapshot of the register. */
export async function publishDue(folder: string, now: Date): Promise<void> {
  await holdFolder(folder, async () => {
    await publishDueLists({ folder, now })
    await publishStatements({ folder, now })
  })
}
