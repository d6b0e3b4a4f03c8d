import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { hashCode } from '@/lib/consent/confirm-authorisation'
import { refusalCode } from './refusal-code'
import { giveReturnCode, readReturnCode } from './return-code'

/**
 * Lets this browser, which has just answered a request to pay, be sent on by itself for as long as a link is good: no other may
 * be, or the bank's address would lead whoever opens a link to anywhere. Only in a handler.
 */
export async function noteAnsweredHere(linkId: string): Promise<void> {
  await giveReturnCode(linkId, { code: await refusalCode(linkId) })
}

/** Whether it was this browser that answered. */
export async function isAnsweredHere(linkId: string): Promise<boolean> {
  const code = await readReturnCode(linkId)
  return code !== null && timingSafeEqual(hashCode(code), hashCode(await refusalCode(linkId)))
}
