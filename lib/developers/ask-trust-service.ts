import 'server-only'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { askListed } from '@/lib/egress/ask-listed'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { tokenOf } from '@/lib/sandbox/authority-token'

/** Two keys are made meanwhile. */
const MILLIS_MAX = 15_000
const BYTES_MAX = 1_024 * 1_024

/**
 * Asks the sandbox's trust service, or one of its authorities, as an outside party would: over its own HTTP endpoints. What
 * it answers is read by `schema`. Throws `trust_service_refused` with its own words, also where it cannot be reached.
 */
export async function askTrustService<T>({ path, body, authority, schema }: AskTrustService<T>): Promise<T> {
  const { hostname, port } = new URL(env.SANDBOX_TRUST_ORIGIN)
  const answer = await askListed({
    url: `${env.SANDBOX_TRUST_ORIGIN}${path}`,
    listed: [`${hostname}:${port || 80}`],
    ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(authority && { authorization: `Bearer ${tokenOf(sandboxFolder(), authority)}` }),
    },
    bytesMax: BYTES_MAX,
    signal: AbortSignal.timeout(MILLIS_MAX),
  }).catch((cause) => {
    throw new Refusal('trust_service_refused', { text: 'The trust service does not answer.', cause })
  })
  const json: unknown = JSON.parse(answer.body.toString('utf8'))
  if (answer.status >= 300) throw new Refusal('trust_service_refused', { text: messageOf(json) })
  return schema.parse(json)
}

/** Where the sandbox keeps its files: beside its trust anchors. */
export const sandboxFolder = () =>
  env.TRUST_ANCHORS ? dirname(env.TRUST_ANCHORS) : join(env.PLACET_HOME, 'sandbox')

function messageOf(json: unknown): string | undefined {
  const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : null
  return typeof message === 'string' ? message : undefined
}

/** With a body it is a POST. `authority`: in the name of this one, such as `NL-DNB`. */
type AskTrustService<T> = { path: string; body?: unknown; authority?: string; schema: z.ZodType<T> }
