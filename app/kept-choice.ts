import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'

const secure = env.PUBLIC_ORIGIN.startsWith('https:')
const NAME = secure ? '__Host-placet-choice' : 'placet-choice'

/**
 * Keeps which accounts were ticked, and that balances are hidden, while the page of the same request is drawn anew or somebody
 * signs in for it anew (WCAG 2.2.1, 3.3.7). With this browser and not in the address, which a third party could write itself and
 * so tick accounts beforehand. Ids go without what they all have, or as many as may be ticked would not fit. Only in a handler.
 */
export async function keepChoice(uid: string, { accountIds, balances }: Kept): Promise<void> {
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const value = [uid, balances ?? '', ...accountIds.map(packed)].join('.')
  ;(await cookies()).set(NAME, value, { ...attributes, maxAge: LIFETIME_SECONDS.interaction })
}

/** What this browser had ticked on this request; null where nothing was kept. */
export async function readKeptChoice(uid: string): Promise<KeptChoice | null> {
  const [of, balances, ...ids] = ((await cookies()).get(NAME)?.value ?? '').split('.')
  return of === uid ? { accountIds: ids.map(unpacked), balancesHidden: balances === 'hidden' } : null
}

const packed = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

const unpacked = (text: string) =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

type Kept = { accountIds: readonly string[]; balances?: 'hidden' | undefined }
export type KeptChoice = { accountIds: readonly string[]; balancesHidden: boolean }
