import { findConsole } from '@/lib/console/console-cookie'
import { takeReturn } from '@/lib/console/take-return'
import { env } from '@/lib/env'

export const dynamic = 'force-dynamic'

/**
 * A customer of the console comes back, with a code or without (a payment has none): on to the request that is due now. Changes
 * nothing at the bank.
 */
export async function GET(request: Request): Promise<Response> {
  if (!env.SANDBOX) return new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const code = query.get('confirmationCode')
  const confirmationCode = code && /^[\w-]{43}$/.test(code) ? code : null
  const next = takeReturn(await findConsole(), { state: query.get('state') ?? '', confirmationCode })
  const answered = confirmationCode ? 'allowed' : next === 'getPaymentStatus' ? 'back' : 'refused'
  const came = next === null ? 'lost' : answered
  const location = `/developer/try/${next ?? 'createConsent'}?came=${came}`
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
}
