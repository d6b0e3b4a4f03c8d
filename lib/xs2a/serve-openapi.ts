import { env } from '@/lib/env'
import type { Xs2aAnswer, Xs2aCall } from './call'
import { openApiDocument } from './openapi'
import { ROUTES } from './routes'

/** The contract of this very bank, for anybody: `GET /xs2a/openapi.json`. Null: the call asks for something else. */
export function serveOpenApi({ method, path }: Xs2aCall): Xs2aAnswer | null {
  if (path !== '/openapi.json' || method !== 'GET') return null
  return { status: 200, headers: { ...HEADERS }, body: contract() }
}

/** As text, written once per process. */
export function contract(): string {
  built ??= JSON.stringify(
    openApiDocument(ROUTES, {
      bank: env.BANK_NAME,
      mtlsOrigin: env.MTLS_ORIGIN,
      publicOrigin: env.PUBLIC_ORIGIN,
      sandbox: env.SANDBOX,
    }),
  )
  return built
}

let built: string | undefined

const HEADERS = {
  'Content-Type': 'application/json',
  'Cache-Control': 'public, max-age=300',
  'X-Content-Type-Options': 'nosniff',
}
