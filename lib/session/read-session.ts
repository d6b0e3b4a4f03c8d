import 'server-only'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { AuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth/next'
import { type Customer, peekSession, touchSession } from './live-session'
import { readSessionToken, SESSION_COOKIE } from './session-cookie'
import { sessionSecret } from './session-secret'

/**
 * The signed-in customer of this request, read through next-auth. Its JWT is replaced by an opaque id that is looked
 * up on each read, so that a session can be ended; it is given our one cookie and no header, so that neither a Host
 * header nor a cookie of its own can steer it; and its endpoint is not mounted (THR-10).
 */
export async function readSession(look: 'touch' | 'peek'): Promise<Customer | null> {
  const token = await readSessionToken()
  if (token === null) return null
  const faults: unknown[] = []
  const options = authOptions(async () => {
    const found = await (look === 'touch' ? touchSession(token) : peekSession(token)).catch((thrown) => {
      faults.push(thrown)
      return null
    })
    return found && { customer: found, token }
  })
  const request = Object.assign(new IncomingMessage(new Socket()), { cookies: { [SESSION_COOKIE]: token } })
  const session = await getServerSession(request, new ServerResponse(request), options)
  // next-auth takes every fault for "signed out"; a database that is away is not that.
  if (faults.length > 0) throw faults[0]
  return session?.customer ?? null
}

function authOptions(decode: () => Promise<{ customer: Customer; token: string } | null>): AuthOptions {
  return {
    providers: [],
    secret: sessionSecret(),
    session: { strategy: 'jwt' },
    cookies: { sessionToken: { name: SESSION_COOKIE, options: {} } },
    jwt: { decode, encode: async ({ token }) => String(token?.token ?? '') },
    callbacks: { session: ({ session, token }) => ({ ...session, customer: token.customer }) },
    // Its only words here are that a session is over, which is no fault.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  }
}

declare module 'next-auth' {
  interface Session {
    customer?: Customer | undefined
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    customer?: Customer
    token?: string
  }
}
