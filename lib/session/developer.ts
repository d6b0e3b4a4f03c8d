import 'server-only'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { database } from '@/db/connection'
import { developerPasskeys, developerSessions, developers } from '@/db/schema/developers'
import { env } from '@/lib/env'
import { askNextAuth } from './ask-next-auth'
import { DEVELOPER_COOKIE } from './developer-cookie'
import { PATH_HEADER } from './path-header'
import { endRealmSession, isLiveSession, type SessionRealm, startRealmSession } from './realm-session'
import { sameOriginPath } from './same-origin-path'

// A developer goes to and fro between this and a terminal; nothing here is a customer's.
const IDLE = sql`interval '60 minutes'`
const WHOLE = sql`interval '8 hours'`
const HOME = '/developer/application'

const REALM: SessionRealm = {
  kind: 'developer',
  sessions: developerSessions,
  passkeys: developerPasskeys,
  cookie: DEVELOPER_COOKIE,
  holdActive: async (tx, developerId) => {
    const [held] = await tx
      .select({ id: developers.id })
      .from(developers)
      .where(eq(developers.id, developerId))
      .for('share')
    return held !== undefined
  },
}

/** The signed-in developer; lengthens the session. Without one it leads to their sign-in page; outside a sandbox to nothing. */
export async function requireDeveloper(): Promise<SignedInDeveloper> {
  requireSandbox()
  const developer = await findDeveloperHere()
  if (developer) return developer
  const next = developerPath(sameOriginPath((await headers()).get(PATH_HEADER)))
  return redirect(`/developer/sign-in?${new URLSearchParams({ next })}`)
}

/** The signed-in developer or null; lengthens the session. */
export async function findDeveloperHere(): Promise<SignedInDeveloper | null> {
  const token = env.SANDBOX ? await DEVELOPER_COOKIE.read() : null
  return token === null ? null : askNextAuth({ cookie: DEVELOPER_COOKIE.name, token, find: touch })
}

/** Accounts of developers are a thing of the sandbox: elsewhere their pages do not exist. */
export function requireSandbox(): void {
  if (!env.SANDBOX) notFound()
}

/** Opens a session for a developer whose passkey has just been verified. */
export const startDeveloperSession = ({ developerId, ...input }: StartDeveloperSession) =>
  startRealmSession(REALM, { holderId: developerId, ...input })

/** Signs a developer out on the server. */
export const endDeveloperSession = ({ developerId, ...input }: EndDeveloperSession) =>
  endRealmSession(REALM, { holderId: developerId, ...input })

/** Where a developer goes on to after signing in: a page of theirs, and nothing else. */
export function developerPath(given: string | null | undefined): string {
  const path = sameOriginPath(given)
  return /^\/developer\/application(?:[/?]|$)/.test(path) ? path : HOME
}

async function touch(token: string): Promise<SignedInDeveloper | null> {
  const [row] = await database()
    .update(developerSessions)
    .set({ lastSeenAt: sql`placet_now()` })
    .from(developers)
    .where(
      and(
        isLiveSession(developerSessions, token, { idle: IDLE, whole: WHOLE }),
        eq(developers.id, developerSessions.holderId),
      ),
    )
    .returning({ sessionId: developerSessions.id, ...getTableColumns(developers) })
  return row
    ? { developerId: row.id, tppId: row.tppId, legalName: row.legalName, sessionId: row.sessionId }
    : null
}

export type SignedInDeveloper = { developerId: string; tppId: string; legalName: string; sessionId: string }
type StartDeveloperSession = {
  developerId: string
  credentialId: string
  requestId: string | null
  now: Date
}
type EndDeveloperSession = { developerId: string; sessionId: string; requestId: string | null; now: Date }
