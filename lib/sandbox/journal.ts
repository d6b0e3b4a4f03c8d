import 'server-only'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { PRIVATE } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const LINE = z.object({
  at: z.iso.datetime(),
  act: z.enum(['licensed', 'withdrawn', 'role-withdrawn', 'restored', 'issued', 'renewed', 'revoked']),
  by: z.string(),
  institution: z.string(),
  detail: z.string(),
})

/** Adds to the journal of the trust service and the authorities: who did what, and the notice to the institution. */
export function note(folder: string, { at, ...line }: Omit<JournalLine, 'at'> & { at: Date }): void {
  const text = JSON.stringify({ at: at.toISOString(), ...line })
  // The line break comes first, so that a line that a kill -9 cut short does not spoil the next.
  appendFileSync(sandboxPaths(folder).journal, `\n${text}`, { mode: PRIVATE, flush: true })
}

/** The journal, newest first. A line that a kill -9 cut short is left out. */
export function readJournal(folder: string): JournalLine[] {
  const path = sandboxPaths(folder).journal
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.flatMap((line) => readLine(line) ?? []).reverse()
}

function readLine(line: string): JournalLine | null {
  try {
    return LINE.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

export type JournalLine = z.infer<typeof LINE>
