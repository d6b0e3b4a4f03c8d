import 'server-only'
import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { rootCertificates } from 'node:tls'
import { env } from '@/lib/env'

/** The bank as a TLS client, and whom it believes; files are read once. */
export function ownIdentity(): OwnIdentity {
  known ??= {
    ...(env.EGRESS_CERTIFICATE_FILE &&
      env.EGRESS_KEY_FILE && {
        cert: readFileSync(env.EGRESS_CERTIFICATE_FILE),
        key: readFileSync(env.EGRESS_KEY_FILE),
      }),
    ...(env.EGRESS_TRUST_FILE && { ca: [...rootCertificates, readFileSync(env.EGRESS_TRUST_FILE)] }),
  }
  return known
}
let known: OwnIdentity | undefined

type OwnIdentity = Pick<RequestOptions, 'cert' | 'key' | 'ca'>
