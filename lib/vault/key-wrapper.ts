import 'server-only'
import { env } from '@/lib/env'
import { commandWrapper } from './command-wrapper'
import { fileWrapper } from './file-wrapper'

/**
 * What wraps every other key. The key it wraps with need never leave it: an HSM or a KMS stands behind the same three
 * questions. `context` is authenticated with what is wrapped, so that one row's wrapped key does not pass for another's.
 */
export type KeyWrapper = {
  /** The id of the key that wraps from now on. */
  newest(): Promise<string>
  wrap(secret: Buffer, context: string): Promise<Wrapped>
  /** Older keys still unwrap what they wrapped. Throws where the key is not known here, or a byte is another one. */
  unwrap(wrapped: Wrapped, context: string): Promise<Buffer>
}
export type Wrapped = { kekId: string; wrapped: Buffer }

/** The one of this process: the bank's own program where one is named, else a file. */
export function keyWrapper(): KeyWrapper {
  known ??= env.KEY_ENCRYPTION_KEY_COMMAND
    ? commandWrapper(env.KEY_ENCRYPTION_KEY_COMMAND)
    : fileWrapper(env.KEY_ENCRYPTION_KEY_FILE)
  return known
}

let known: KeyWrapper | undefined
