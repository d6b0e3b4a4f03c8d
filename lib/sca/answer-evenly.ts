import { setTimeout as after } from 'node:timers/promises'
import { isRefusal } from '@/lib/errors'

const STEP_MILLIS = 250

/**
 * Lets a refusal leave only at a whole quarter of a second after its start. An unknown passkey takes less work than
 * one that fails, and the difference would tell which passkeys exist (RTS Art. 4(3)(a)). Success is not held up.
 */
export async function answerEvenly<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await work()
  } catch (thrown) {
    if (isRefusal(thrown)) await after(STEP_MILLIS - ((performance.now() - started) % STEP_MILLIS))
    throw thrown
  }
}
