import { z } from 'zod'
import { calendarDay } from '@/lib/consent/calendar-day'
import type { FaultCode } from './fault-of'
import { FLAG } from './read-query'

const LISTS = ['booked', 'pending', 'both'] as const

/** The query of `GET …/transactions` of a payment account. */
export const transactionsQuery = queryOf([...LISTS, 'information'])

/** The same of a card account, which has no standing orders. */
export const cardTransactionsQuery = queryOf(LISTS)

/**
 * `dateFrom` is required, except for a delta report, which leaves dates aside, and for `information`, which leaves
 * everything else aside (xs2a.md 9). `page` comes from the bank's own links.
 */
function queryOf<const Status extends string>(offered: readonly Status[]) {
  return z
    .strictObject({
      // `all` is known, to be refused for what it is: nobody is told to send it.
      bookingStatus: z
        .enum(['booked', 'pending', 'both', 'information', 'all'], `Send one of ${offered.join(', ')}.`)
        .meta({ enum: [...offered] }),
      dateFrom: calendarDay.optional(),
      dateTo: calendarDay.optional(),
      withBalance: z.enum(FLAG).optional(),
      deltaList: z.enum(FLAG).optional(),
      entryReferenceFrom: z
        .string()
        .min(1)
        .max(35)
        .regex(/^[0-9A-Za-z-]+$/, 'Take it from an entryReference.')
        .optional(),
      page: z
        .string()
        .max(2_048)
        .regex(/^[0-9A-Za-z_-]*$/, 'Take it from a next link.')
        .optional(),
    })
    .transform((query, context) => {
      const { deltaList, entryReferenceFrom, dateFrom } = query
      const refuse = (code: FaultCode, path: string, message: string) =>
        context.addIssue({ code: 'custom', params: { code }, path: [path], message })
      const bookingStatus = offered.find((status) => status === query.bookingStatus)
      if (!bookingStatus) refuse('parameter_not_supported', 'bookingStatus', `Ask for ${offered.join(', ')}.`)
      if (deltaList !== undefined && entryReferenceFrom !== undefined)
        refuse('format_error', 'entryReferenceFrom', 'Send deltaList or entryReferenceFrom, not both.')
      const delta = deltaList === 'true' || entryReferenceFrom !== undefined
      if (dateFrom === undefined && !delta && query.bookingStatus !== 'information')
        refuse('format_error', 'dateFrom', 'Send dateFrom, the first day to report.')
      if (!bookingStatus) return z.NEVER
      return {
        bookingStatus,
        dateFrom: dateFrom ?? null,
        dateTo: query.dateTo ?? null,
        withBalance: query.withBalance ?? null,
        deltaList: deltaList ?? null,
        entryReferenceFrom: entryReferenceFrom ?? null,
        page: query.page ?? null,
      }
    })
}

type Query<Status> = Omit<z.infer<typeof transactionsQuery>, 'bookingStatus'> & { bookingStatus: Status }
export type TransactionsQuery = Query<(typeof LISTS)[number] | 'information'>
/** The query of a list that comes in pages. */
export type ListQuery = Query<(typeof LISTS)[number]>
