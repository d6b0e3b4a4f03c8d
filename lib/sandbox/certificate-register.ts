import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const ENTRIES = z.array(
  z.object({
    serial: z.string(),
    organizationIdentifier: z.string(),
    name: z.string(),
    use: z.enum(['web', 'eseal']),
    issuedAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  }),
)

/** What the sandbox's QTSP has issued, oldest first. Empty before the first certificate. */
export function readRegister(folder: string): RegisterEntry[] {
  const path = sandboxPaths(folder).register
  return existsSync(path) ? ENTRIES.parse(JSON.parse(readFileSync(path, 'utf8'))) : []
}

export function writeRegister(folder: string, entries: readonly RegisterEntry[]): void {
  writeAtomically(sandboxPaths(folder).register, `${JSON.stringify(entries, null, 2)}\n`, PRIVATE)
}

export type RegisterEntry = z.infer<typeof ENTRIES>[number]
