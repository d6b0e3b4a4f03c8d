import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readRegister, writeRegister } from '@/lib/sandbox/certificate-register'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const MINUTE_MS = 60_000
/** EN 319 411-1: at most a day between a request and its publication. */
const DELAY_MINUTES_MAX = 24 * 60

export const SWITCHES = z.strictObject({
  publishingDelayMinutes: z.number().int().min(0).max(DELAY_MINUTES_MAX).default(0),
  /** `silent`: the responder and the lists answer 503; `try-later`: the responder says so, unsigned. */
  responder: z.enum(['answers', 'silent', 'try-later']).default('answers'),
})

/** How the trust service behaves at the moment; at first it publishes at once and answers. */
export function readSwitches(folder: string): Switches {
  const path = sandboxPaths(folder).switches
  return SWITCHES.parse(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {})
}

/**
 * Turns switches. Another delay holds for what waits to be published, too, and never takes back what was: a list from which
 * a revoked certificate vanishes would be a lie.
 */
export async function turnSwitches({ folder, now, ...changes }: TurnSwitches): Promise<Switches> {
  return await holdFolder(folder, () => {
    const switches = SWITCHES.parse({ ...readSwitches(folder), ...changes })
    writeAtomically(sandboxPaths(folder).switches, `${JSON.stringify(switches, null, 2)}\n`, PRIVATE)
    const entries = readRegister(folder).map((entry) =>
      entry.revokedAt && entry.publishFrom && new Date(entry.publishFrom) > now
        ? { ...entry, publishFrom: publishFrom(new Date(entry.revokedAt), switches).toISOString() }
        : entry,
    )
    writeRegister(folder, entries)
    return switches
  })
}

/** When a revocation of this moment becomes known to the world. */
export function publishFrom(revokedAt: Date, { publishingDelayMinutes }: Switches): Date {
  return new Date(revokedAt.getTime() + publishingDelayMinutes * MINUTE_MS)
}

export type Switches = z.infer<typeof SWITCHES>
type TurnSwitches = { folder: string; now: Date } & { [name in keyof Switches]?: Switches[name] | undefined }
