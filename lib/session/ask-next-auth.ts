import 'server-only'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { AuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth/next'
import { sessionSecret } from './session-secret'

/**
 * Whose session a token opens, read through next-auth; each realm brings its own cookie and its own `find`. Its JWT is
 * replaced by an opaque id that is looked up on each read, so that a session can be ended; it is given our one cookie and no
 * header, so that neither a Host header nor a cookie of its own can steer it; and its endpoint is not mounted (THR-10).
 */
export async function askNextAuth<Holder>({
  cookie,
  token,
  find,
}: AskNextAuth<Holder>): Promise<Holder | null> {
  const faults: unknown[] = []
  const found: { holder: Holder | null } = { holder: null }
  const options = authOptions(cookie, await sessionSecret(), async () => {
    found.holder = await find(token).catch((thrown) => {
      faults.push(thrown)
      return null
    })
    return found.holder && { token }
  })
  const request = Object.assign(new IncomingMessage(new Socket()), { cookies: { [cookie]: token } })
  const session = await getServerSession(request, new ServerResponse(request), options)
  // next-auth takes every fault for "signed out"; a database that is away is not that.
  if (faults.length > 0) throw faults[0]
  return session ? found.holder : null
}

function authOptions(
  cookie: string,
  secret: string,
  decode: () => Promise<{ token: string } | null>,
): AuthOptions {
  return {
    providers: [],
    secret,
    session: { strategy: 'jwt' },
    cookies: { sessionToken: { name: cookie, options: {} } },
    jwt: { decode, encode: async ({ token }) => String(token?.token ?? '') },
    // Its only words here are that a session is over, which is no fault.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    token?: string
  }
}

type AskNextAuth<Holder> = {
  cookie: string
  token: string
  find: (token: string) => Promise<Holder | null>
}
