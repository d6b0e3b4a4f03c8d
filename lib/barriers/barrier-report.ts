import { z } from 'zod'
import type { BARRIER_STATES } from '@/db/schema/barrier-reports'

export type BarrierState = (typeof BARRIER_STATES)[number]

/** What becomes of a report. */
export const BARRIER_OUTCOMES = ['answered', 'closed'] as const satisfies readonly BarrierState[]
export type BarrierOutcome = (typeof BARRIER_OUTCOMES)[number]

const TEXT_MAX = 2000
const LINE_MAX = 200
export const BARRIER_LENGTHS = { text: TEXT_MAX, place: LINE_MAX, address: LINE_MAX } as const

const normal = (text: string) => text.normalize('NFKC').replace(/\r\n?/g, '\n').trim()
/** One line or none; nothing that a reader could not see or that turns the text around it. */
const line = z
  .string()
  .transform(normal)
  .pipe(
    z
      .string()
      .max(LINE_MAX)
      .regex(/^[^\p{C}]*$/u),
  )
  .transform((text) => text || null)

/** What the form sends: the barrier in somebody's own words, and, if they like, where it was and how to reach them. */
export const BarrierFields = z.strictObject({
  text: z
    .string()
    .transform(normal)
    .pipe(
      z
        .string()
        .min(5)
        .max(TEXT_MAX)
        .regex(/^[^\p{C}]*(\n[^\p{C}]*)*$/u),
    ),
  place: line,
  address: line,
})

/** One report, opened. */
export type BarrierReport = {
  id: string
  state: BarrierState
  language: string
  text: string
  place: string | null
  address: string | null
  reportedAt: Date
  closedAt: Date | null
  note: string | null
}
