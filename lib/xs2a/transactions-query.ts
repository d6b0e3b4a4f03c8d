import { z } from 'zod'
import type { FaultCode } from './fault-of'
import { FLAG } from './read-query'

const OFFERED = ['booked', 'pending', 'both'] as const

/**
 * The query of `GET …/transactions`. `deltaList` and `entryReferenceFrom` are not offered: beside a dateFrom they are
 * left aside, as the standard wants, and without one they are refused. `page` comes from the bank's own links.
 */
export const transactionsQuery = z
  .strictObject({
    bookingStatus: z.enum([...OFFERED, 'information', 'all']),
    dateFrom: z.iso.date().optional(),
    dateTo: z.iso.date().optional(),
    withBalance: z.enum(FLAG).optional(),
    deltaList: z.enum(FLAG).optional(),
    entryReferenceFrom: z.string().max(35).optional(),
    page: z.string().max(2_048).optional(),
  })
  .transform((query, context) => {
    const { deltaList, entryReferenceFrom, dateFrom } = query
    const refuse = (code: FaultCode, path: string, message: string) => {
      context.addIssue({ code: 'custom', params: { code }, path: [path], message })
      return z.NEVER
    }
    const bookingStatus = OFFERED.find((offered) => offered === query.bookingStatus)
    if (!bookingStatus)
      return refuse('parameter_not_supported', 'bookingStatus', 'Ask for booked, pending or both.')
    if (deltaList !== undefined && entryReferenceFrom !== undefined)
      return refuse('format_error', 'entryReferenceFrom', 'Send deltaList or entryReferenceFrom, not both.')
    const delta =
      deltaList === 'true' ? 'deltaList' : entryReferenceFrom !== undefined && 'entryReferenceFrom'
    if (dateFrom === undefined && delta)
      return refuse('parameter_not_supported', delta, 'This bank offers no delta reports. Send dateFrom.')
    if (dateFrom === undefined)
      return refuse('format_error', 'dateFrom', 'Send dateFrom, the first day to report.')
    return {
      bookingStatus,
      dateFrom,
      dateTo: query.dateTo ?? null,
      withBalance: query.withBalance ?? null,
      page: query.page ?? null,
    }
  })

export type TransactionsQuery = z.infer<typeof transactionsQuery>
