import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Store, User } from './store'

/**
 * Our users by name and password. No passkeys: browsers make them for domain names only, and the demonstration stands on an
 * IP address, so that it is another site than the bank. Each answers with the user or with a sentence about what is wrong.
 */
export function signInDesk(store: Store): SignInDesk {
  const failures = new Map<string, Failures>()
  return {
    async signUp(form) {
      const parsed = NewUser.safeParse(form)
      if (!parsed.success) return { fault: parsed.error.issues[0]?.message ?? TRY_AGAIN }
      const { name, password } = parsed.data
      if (store.findUserByName(name)) return { fault: TAKEN }
      const salt = randomBytes(16).toString('base64url')
      const user = { id: randomUUID(), name, password: { salt, hash: await hashOf(password, salt) } }
      // Hashing took a while, and another may have taken the name.
      if (store.findUserByName(name)) return { fault: TAKEN }
      store.addUser(user)
      return { user }
    },
    async signIn(form, now) {
      const parsed = Known.safeParse(form)
      if (!parsed.success) return { fault: WRONG }
      const { name, password } = parsed.data
      const user = store.findUserByName(name)
      const key = user?.id ?? 'nobody'
      const failed = recent(failures.get(key), now)
      if (user && failed.count >= FAILURES_MAX) return { fault: TRY_LATER }
      // Counted before the slow part: a thousand guesses at once must not all be the first.
      failures.set(key, { ...failed, count: failed.count + 1 })
      // As slow for a name that nobody has.
      const hash = await hashOf(password, user?.password.salt ?? NOBODYS_SALT)
      if (!user || !timingSafeEqual(Buffer.from(hash), Buffer.from(user.password.hash)))
        return { fault: WRONG }
      failures.delete(key)
      return { user }
    },
  }
}

const PASSWORD_MIN = 12
const TAKEN = 'Somebody has this name already. Please choose another.'
const WRONG = 'This name and password do not belong together.'
const TRY_AGAIN = 'Please fill in both fields.'
const TRY_LATER = 'Too many tries. Please wait a quarter of an hour.'
const FAILURES_MAX = 10
const FAILURES_WITHIN_MS = 15 * 60_000
const NOBODYS_SALT = randomBytes(16).toString('base64url')
/** OWASP's equal of 2^17 with a fifth of its memory. */
const COST = { N: 2 ** 14, r: 8, p: 5 }

const NewUser = z.object({
  name: z
    .string(TRY_AGAIN)
    .trim()
    .min(1, 'Please tell us what to call you.')
    .max(60, 'Please use a shorter name.'),
  password: z
    .string(TRY_AGAIN)
    .min(PASSWORD_MIN, `Please use a password of at least ${PASSWORD_MIN} characters.`)
    .max(200, 'Please use a shorter password.'),
})
const Known = z.object({ name: z.string().max(60), password: z.string().max(200) })

function hashOf(password: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key.toString('base64url')),
    ),
  )
}

function recent(failures: Failures | undefined, now: Date): Failures {
  const isOver = !failures || now.getTime() - failures.since > FAILURES_WITHIN_MS
  return isOver ? { count: 0, since: now.getTime() } : failures
}

type Failures = { count: number; since: number }
type Answer = { user: User; fault?: undefined } | { user?: undefined; fault: string }

export type SignInDesk = {
  signUp(form: Record<string, unknown>): Promise<Answer>
  signIn(form: Record<string, unknown>, now: Date): Promise<Answer>
}
