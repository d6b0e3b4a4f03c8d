import 'server-only'
import { indexKey } from '@/lib/vault/vault'

/**
 * What the browser that said no is given, or that answered a request to pay, so that it alone is sent on by itself: a link that forwards whoever opens it
 * would lead anybody from the bank's address to anywhere. It opens nothing else. Made from the link by a key of the bank,
 * so that nothing has to be kept, and known to nobody who only knows the link.
 */
export async function refusalCode(uid: string): Promise<string> {
  const key = await indexKey()
  return key.index('interactions.refusal', uid).toString('base64url')
}
