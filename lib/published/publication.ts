import type { STATEMENT_KINDS } from '@/db/schema/published-statements'

/** Something that is published signed, again and again, at one place: a trusted list or the snapshot of a register. */
export type Publication<T extends Issue> = {
  /** An address or an absolute path. */
  place: string
  kind: (typeof STATEMENT_KINDS)[number]
  refreshMinutes: number
  bytesMax: number
  /** Checks the signature and reads it. Throws a sentence. */
  read: (body: Buffer) => Promise<T>
}

/** `sequence` is above that of the issue before. */
export type Issue = { sequence: number; issuedAt: Date; nextUpdate: Date }
