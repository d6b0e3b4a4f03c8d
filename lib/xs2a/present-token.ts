import { readAccessToken } from '@/lib/oauth/access-token'
import { MOUNT } from './call'
import type { RoutedCall } from './route'

/** The access token of a call, with its proof verified where one came; `bare`: the call brought no token at all. */
export function presentToken({ raw, origin }: Pick<RoutedCall<unknown, unknown>, 'raw' | 'origin'>) {
  const authorization = raw.header('authorization')
  const token = readAccessToken({
    authorization,
    proof: raw.header('dpop'),
    method: raw.method,
    address: `${origin}${MOUNT}${raw.path}`,
    // The proof's maker has no other clock than the world's.
    now: new Date(),
  })
  return { token, bare: authorization === undefined }
}
