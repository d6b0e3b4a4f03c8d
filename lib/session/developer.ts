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
import {
  endOtherRealmSession,
  endRealmSession,
  findRealmSessions,
  isLiveSession,
  type Lifetime,
  type SessionRealm,
  startRealmSession,
} from './realm-session'
import { sameOriginPath } from './same-origin-path'

// A developer goes to and fro between this and a terminal; nothing here is a customer's.
const LIFETIME: Lifetime = { idle: sql`interval '60 minutes'`, whole: sql`interval '8 hours'` }
const HOME = '/developer/application'

const REALM: SessionRealm = {
  kind: 'developer',
  sessions: developerSessions,
  passkeys: developerPasskeys,
  cookie: DEVELOPER_COOKIE,
  lifetime: LIFETIME,
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
  return redirect(developerSignInPath(sameOriginPath((await headers()).get(PATH_HEADER))))
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

/** Signs a developer out on the server, here or everywhere. */
export const endDeveloperSession = ({ developerId, ...input }: EndDeveloperSession) =>
  endRealmSession(REALM, { holderId: developerId, ...input })

/** Signs a developer out in another browser of theirs. Throws `resource_unknown`. */
export const endOtherDeveloperSession = ({ developerId, ...input }: Omit<EndDeveloperSession, 'where'>) =>
  endOtherRealmSession(REALM, { holderId: developerId, ...input })

/** Where a developer is signed in now, this browser first. */
export const findDeveloperSessions = ({
  developerId,
  sessionId,
}: {
  developerId: string
  sessionId: string
}) => findRealmSessions(REALM, { holderId: developerId, sessionId })

/** Where a developer signs in so that they come back to `next`, a page of theirs; who is signed in is asked once more. */
export const developerSignInPath = (next: string) =>
  `/developer/sign-in?${new URLSearchParams({ next: developerPath(next) })}`

/** Where a developer goes on to after signing in: a page of theirs, and nothing else. */
export function developerPath(given: string | null | undefined): string {
  const path = sameOriginPath(given)
  return /^\/developer\/(?:application|account|security)(?:[/?]|$)/.test(path) ? path : HOME
}

async function touch(token: string): Promise<SignedInDeveloper | null> {
  const [row] = await database()
    .update(developerSessions)
    .set({ lastSeenAt: sql`placet_now()` })
    .from(developers)
    .where(
      and(isLiveSession(developerSessions, token, LIFETIME), eq(developers.id, developerSessions.holderId)),
    )
    .returning({ session: getTableColumns(developerSessions), developer: getTableColumns(developers) })
  if (!row) return null
  const { session, developer } = row
  return {
    developerId: developer.id,
    tppId: developer.tppId,
    legalName: developer.legalName,
    sessionId: session.id,
    credentialId: session.credentialId,
    authenticatedAt: session.authenticatedAt,
  }
}

export type SignedInDeveloper = {
  developerId: string
  tppId: string
  legalName: string
  sessionId: string
  credentialId: string
  authenticatedAt: Date
}

type StartDeveloperSession = {
  developerId: string
  credentialId: string
  userAgent: string | null
  requestId: string | null
  now: Date
}
type EndDeveloperSession = {
  developerId: string
  sessionId: string
  where: 'here' | 'everywhere'
  requestId: string | null
  now: Date
}
