import { z } from 'zod'

/**
 * A day as a third party may send it. Not of the year 0, which ISO 8601 has and the database has not: there it would be a
 * failure, and of all reads that share its commit as well.
 */
export const calendarDay = z.iso
  .date()
  .refine((day) => !day.startsWith('0000'), 'Send a day from the year 0001 on, as YYYY-MM-DD.')
