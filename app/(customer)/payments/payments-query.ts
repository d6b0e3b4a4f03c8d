import { z } from 'zod'

/** Where a page of the payments begins: behind this one. */
export type PaymentCursor = { createdAt: Date; id: string }

/** The place that an address of the list asks for; null: the newest, also where it is none. */
export function readPaymentCursor(before: string | string[] | undefined): PaymentCursor | null {
  const [at, id] = typeof before === 'string' ? before.split('~') : []
  const { data } = Cursor.safeParse({ at, id })
  return data ? { createdAt: new Date(data.at), id: data.id } : null
}

/** The address of the payments from that place on. */
export const paymentsHref = (before: PaymentCursor | null = null): string =>
  before === null
    ? '/?tab=payments'
    : `/?${new URLSearchParams({ tab: 'payments', before: `${before.createdAt.toISOString()}~${before.id}` })}`

const Cursor = z.object({ at: z.iso.datetime().startsWith('20'), id: z.uuid() })
