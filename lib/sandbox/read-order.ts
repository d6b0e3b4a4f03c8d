import 'server-only'
import type { Context } from 'hono'
import type { z } from 'zod'
import { holderOf, OPERATOR } from '@/lib/sandbox/authority-token'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

/** A JSON body and its bytes, as they were signed if they were. Refused as malformed with each fault and its place. */
export async function readOrder<T extends z.ZodType>(
  c: Context,
  schema: T,
): Promise<{ body: Uint8Array; value: z.infer<T> }> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new TrustRefusal('malformed', 'Send JSON, as content-type: application/json.')
  const body = new Uint8Array(await c.req.arrayBuffer())
  return { body, value: parseOrder(jsonOf(body), schema) }
}

/** What a stranger sent, by a schema. Refused as malformed. */
export function parseOrder<T extends z.ZodType>(input: unknown, schema: T): z.infer<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  throw new TrustRefusal('malformed', `Correct this: ${faults.slice(0, 5).join('; ')}.`)
}

/** The authority whose token came with a call: `NL-DNB`. */
export function callingAuthority(c: Context, folder: string): string {
  const holder = holderOf(folder, bearerOf(c))
  if (holder !== OPERATOR) return holder
  throw new TrustRefusal(
    'not_yours',
    'The operator is no authority: use the token of the one that licensed it.',
  )
}

/** Refuses whoever does not run the sandbox. */
export function mustBeOperator(c: Context, folder: string): void {
  if (holderOf(folder, bearerOf(c)) !== OPERATOR)
    throw new TrustRefusal(
      'not_yours',
      'Only who runs the sandbox may: npm run sandbox -- tokens prints the token.',
    )
}

export function bearerOf(c: Context): string | null {
  return /^Bearer ([\w.-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new TrustRefusal('malformed', 'The body is no JSON in UTF-8.')
  }
}
