import 'server-only'
import { now as bankNow } from '@/lib/clock'
import { log } from '@/lib/log'
import type { Followed } from '@/lib/published/follow-publication'
import { followedRegister } from '@/lib/register/register'
import { followRegister } from './follow-register'
import { followedLists } from './followed-lists'
import { readExceptions } from './register-exceptions'
import { trustedServices } from './trust-sources'

/** What another instance has taken up binds here this soon, without a query on the way of any call. */
const LOOK_MILLIS = 5_000

/**
 * Reads the trusted lists and the register, and follows them from then on. Resolves once the last good copies are in use; for
 * a list of which there is none, once its place was asked. A place that is away does not keep the bank from opening.
 */
export async function followTrust(): Promise<{ stop: () => void }> {
  const register = followedRegister()
  const named = followedLists().map(({ list }) => list)
  const followed = [...named, ...(register ? [register] : [])]
  if (followed.length === 0) return { stop: () => undefined }
  await takeUp(followed)
  const pointed = followedLists().map(({ list }) => list)
  await takeUp(pointed.filter((list) => !named.includes(list)))
  if (register) await followNewRegister(register.version(), new Date())
  const faults = trustedServices().faults()
  if (faults.length > 0) log.warn({ faults }, 'Some issuers of certificates are not trusted')
  let isLooking = false
  const timer = setInterval(() => {
    // A large list takes longer than the pause between two looks.
    if (isLooking) return
    isLooking = true
    lookAtTrust()
      .catch((error: unknown) => log.error({ err: error }, 'The trusted lists could not be looked at'))
      .finally(() => {
        isLooking = false
      })
  }, LOOK_MILLIS).unref()
  return { stop: () => clearInterval(timer) }
}

/** What is kept; where nothing is, what the place answers. */
async function takeUp(
  followed: readonly Pick<Followed<unknown>, 'recall' | 'current' | 'look'>[],
): Promise<void> {
  await Promise.all(followed.map((one) => one.recall()))
  const now = new Date()
  await Promise.all(followed.filter((one) => !one.current()).map((one) => one.look(now)))
}

/** One look at every list and at the register, and what follows from a new snapshot. */
export async function lookAtTrust(now = new Date()): Promise<void> {
  const known = followedLists().map(({ list }) => list)
  await Promise.all(known.map((list) => list.look(now)))
  const pointed = followedLists().map(({ list }) => list)
  await Promise.all(pointed.filter((list) => !known.includes(list)).map((list) => list.look(now)))
  const register = followedRegister()
  if (!register) return
  await register.look(now)
  await followNewRegister(register.version(), now)
}

/**
 * Not at every look: only where a snapshot came, whoever fetched it, or one that was held came to bind. A fault leaves it for
 * the next look.
 */
async function followNewRegister(version: string, at: Date): Promise<void> {
  const known = `${version} ${(await readExceptions(at)).version}`
  if (known === acted) return
  await followRegister({ now: await bankNow(), at })
  acted = known
}

let acted: string | undefined
