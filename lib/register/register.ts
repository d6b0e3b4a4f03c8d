import 'server-only'
import { readListSigners } from '@/lib/eidas/list-signers'
import { env } from '@/lib/env'
import { type Followed, followPublication } from '@/lib/published/follow-publication'
import { REGISTER_BYTES_MAX, type RegisterSnapshot, readRegisterSnapshot } from './register-snapshot'

/** The register that this bank follows; null under REGISTER=off. One for the process, whichever copy of this module asks. */
export function followedRegister(): Followed<RegisterSnapshot> | null {
  const { REGISTER, REGISTER_URL } = env
  if (REGISTER === 'off' || !REGISTER_URL) return null
  shared[held] ??= followPublication({
    place: REGISTER_URL,
    kind: 'register',
    refreshMinutes: env.REGISTER_REFRESH_MINUTES,
    bytesMax: REGISTER_BYTES_MAX,
    read: async (body) => readRegisterSnapshot(body, readListSigners(env.REGISTER_SIGNERS)),
  })
  return shared[held]
}

const held = Symbol.for('placet.register')
const shared = globalThis as { [held]?: Followed<RegisterSnapshot> }
