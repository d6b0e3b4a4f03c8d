import 'server-only'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { headers } from 'next/headers'
import { database, type Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { interactions } from '@/db/schema/interactions'
import { oauthRecords } from '@/db/schema/oauth-records'
import { env } from '@/lib/env'
import { Refusal } from '@/lib/errors'
import { findApplication } from '@/lib/tpp/find-application'
import { TOMBSTONE_MILLIS } from './lifetimes'
import { measureJourney } from './measure-journey'
import { cookieRequest } from './node-http'
import { oauthProvider } from './provider'
import { recordId } from './record-id'
import { consentOfScope } from './requested-consent'
import { STRONG_AUTHENTICATION } from './subject'
import { XS2A_RESOURCE } from './xs2a-resource'

/** What a grant without a consent needs: time to fetch a token and use it. */
const IDENTITY_GRANT_SECONDS = 3600

/** The pending request of this browser (by the provider's signed cookie), or how it ended. */
export async function findInteraction(uid: string, now: Date): Promise<FoundInteraction> {
  return findInteractionOf({ uid, now, cookie: (await headers()).get('cookie') ?? '' })
}

/** The same for a given cookie header. */
export async function findInteractionOf({ uid, now, cookie }: FindInteractionOf): Promise<FoundInteraction> {
  const [row] = await database().select().from(interactions).where(eq(interactions.uid, uid))
  const rememberedUntil = row ? row.requestEndsAt.getTime() + TOMBSTONE_MILLIS : 0
  if (!row || rememberedUntil <= now.getTime()) return { ended: UNKNOWN }
  const application = await findApplication(row.clientId)
  const told = { clientId: row.clientId, brand: application?.brand ?? application?.legalName ?? null }
  const backTo = application?.redirectUris.includes(row.redirectUri) ? wayBack(row) : null
  const live = row.requestEndsAt > now ? await liveInteraction(uid, cookie) : null
  if (!live) {
    // Without this browser's cookie nobody learns what was decided, and a request that still runs has no way out.
    if (row.requestEndsAt > now || row.decision !== null) return { ended: UNKNOWN }
    return { ended: { ...told, reason: 'expired', decision: null, decidedAt: null, backTo } }
  }
  const answer = await answerOf(row, parJtiOf(live))
  if (answer) {
    const refused = answer.decision === 'refused'
    return { ended: { ...told, ...answer, reason: 'answered', backTo: refused ? backTo : null } }
  }
  if (!application) return { ended: { ...UNKNOWN, ...told } }
  if (application.tppStatus !== 'active')
    return { ended: { ...told, reason: 'paused', decision: null, decidedAt: null, backTo } }
  const text = (name: string) => (typeof live.params[name] === 'string' ? String(live.params[name]) : null)
  return {
    pending: {
      uid,
      clientId: row.clientId,
      tppId: row.tppId,
      tpp: {
        id: row.tppId,
        name: told.brand ?? application.legalName,
        legalName: application.legalName,
        authority: application.authorityName,
        roles: application.roles,
        checkedAt: null,
        registerUrl: null,
      },
      consentId: row.consentId,
      scopes: text('scope')?.split(' ') ?? [],
      byDetails: text('authorization_details') !== null,
      redirectUri: row.redirectUri,
      state: row.state,
      requestEndsAt: row.requestEndsAt,
      uiLocales: text('ui_locales'),
      pushedRequest: recordId(parJtiOf(live)).toString('hex'),
    },
  }
}

/**
 * Saves a grant for this request and customer. Unused it expires by itself; `markDecided` gives it the life of its
 * consent. Always a new one: a grant that was ended must never come back (INV-04, one grant = one consent).
 */
export async function prepareGrant(pending: PendingInteraction, psuId: string): Promise<{ grantId: string }> {
  const provider = await oauthProvider()
  const grant = new provider.Grant({ accountId: psuId, clientId: pending.clientId })
  const plain = pending.scopes.filter((scope) => consentOfScope(scope) === null)
  if (plain.length > 0) grant.addOIDCScope(plain.join(' '))
  if (pending.consentId !== null) {
    const named = pending.scopes.find((scope) => consentOfScope(scope) !== null)
    grant.addResourceScope(XS2A_RESOURCE, named ?? `AIS:${pending.consentId}`)
    if (pending.byDetails) grant.addRar({ type: 'account_information', consentId: pending.consentId })
  }
  return { grantId: await grant.save() }
}

/**
 * Spends the pushed request and writes the decision, inside the transaction that decides: of two tabs, two instances or
 * a reload one wins. Throws `already_decided`, or `interaction_ended` when the time was over.
 */
export async function markDecided(
  tx: Transaction,
  pending: PendingInteraction,
  decision: Decision,
  psuId: string | null,
  grantId: string | null,
  at: Date,
  recordHash: Buffer | null = null,
): Promise<void> {
  const spent = await tx
    .update(oauthRecords)
    .set({ decidedAt: at, uid: pending.uid })
    .where(
      and(
        eq(oauthRecords.model, 'PushedAuthorizationRequest'),
        eq(oauthRecords.id, Buffer.from(pending.pushedRequest, 'hex')),
        isNull(oauthRecords.decidedAt),
        isNull(oauthRecords.consumedAt),
      ),
    )
    .returning({ model: oauthRecords.model })
  if (spent.length === 0) throw new Refusal('already_decided')
  const written = await tx
    .update(interactions)
    .set({ decision, decidedAt: at, psuId, grantId })
    .where(
      and(
        eq(interactions.uid, pending.uid),
        isNull(interactions.decision),
        gt(interactions.requestEndsAt, at),
      ),
    )
    .returning({ uid: interactions.uid })
  if (written.length === 0) throw new Refusal('interaction_ended')
  if (decision === 'allowed') await adoptGrant(tx, pending, grantId, recordHash)
}

/**
 * Hands the stored decision of this browser's request to the provider and says where to send the browser. May be
 * repeated after a crash: the decision is read, never made here. Null when there is none, when the provider no longer
 * knows the request, or when this browser did not open it: an address that was passed on tells nothing.
 */
export async function finishInteraction(uid: string): Promise<FinishedInteraction | null> {
  return finishInteractionOf({ uid, cookie: (await headers()).get('cookie') ?? '' })
}

/** The same for a given cookie header. */
export async function finishInteractionOf({
  uid,
  cookie,
}: FinishInteractionOf): Promise<FinishedInteraction | null> {
  const interaction = await liveInteraction(uid, cookie)
  if (!interaction) return null
  const [row] = await database().select().from(interactions).where(eq(interactions.uid, uid))
  if (!row?.decision || !row.decidedAt) return null
  interaction.result = resultOf(row)
  await interaction.persist()
  await measureJourney({ uid }, 'decidedAt', { grantId: row.grantId, outcome: row.decision })
  const application = await findApplication(row.clientId)
  return {
    returnTo: interaction.returnTo,
    consentId: row.consentId,
    tppId: row.tppId,
    decision: row.decision,
    brand: application?.brand ?? application?.legalName ?? row.tppId,
  }
}

async function liveInteraction(uid: string, cookie: string) {
  const provider = await oauthProvider()
  const { req, res } = cookieRequest(cookie)
  const live = await provider.interactionDetails(req, res).catch((thrown: unknown) => {
    if (thrown instanceof Error && thrown.name === 'SessionNotFound') return null
    throw thrown
  })
  // The cookie names the interaction by itself; that of another page of this browser is not this one's.
  return live?.uid === uid ? live : null
}

// The library's types leave it out; the pushed request stays named through the whole interaction.
function parJtiOf(live: object): string {
  return 'parJti' in live && typeof live.parJti === 'string' ? live.parJti : ''
}

/** The decision of this page, or of another page that the same pushed request was opened in. */
async function answerOf(row: Row, parJti: string) {
  if (row.decision !== null) return { decision: row.decision, decidedAt: row.decidedAt }
  const [other] = await database()
    .select({ decision: interactions.decision, decidedAt: interactions.decidedAt })
    .from(oauthRecords)
    .innerJoin(interactions, eq(interactions.uid, oauthRecords.uid))
    .where(
      and(
        eq(oauthRecords.model, 'PushedAuthorizationRequest'),
        eq(oauthRecords.id, recordId(parJti)),
        sql`${oauthRecords.decidedAt} is not null`,
      ),
    )
  return other ?? null
}

/** RFC 6749 4.1.2.1 with RFC 9207, to the address that was validated when the request was pushed. */
function wayBack({ redirectUri, state }: Row): string {
  const url = new URL(redirectUri)
  url.searchParams.set('error', 'access_denied')
  if (state !== null) url.searchParams.set('state', state)
  url.searchParams.set('iss', env.PUBLIC_ORIGIN)
  return url.href
}

/**
 * The grant takes the hash of what was shown, and lives as long as the consent it belongs to; without a consent, an
 * hour: nothing on the dashboard could stop it later.
 */
async function adoptGrant(
  tx: Transaction,
  pending: PendingInteraction,
  grantId: string | null,
  recordHash: Buffer | null,
): Promise<void> {
  const expiresAt = pending.consentId
    ? sql`(select ${consents.endsAt} from ${consents} where ${consents.id} = ${pending.consentId})`
    : sql`placet_now() + make_interval(secs => ${IDENTITY_GRANT_SECONDS})`
  const adopted = await tx
    .update(oauthRecords)
    .set({ expiresAt, recordHash })
    .where(and(eq(oauthRecords.model, 'Grant'), eq(oauthRecords.grantId, grantId ?? '')))
    .returning({ model: oauthRecords.model })
  if (adopted.length === 0) throw new Refusal('interaction_ended')
}

function resultOf({ decision, decidedAt, psuId, grantId }: Row) {
  if (decision === 'refused' || !psuId || !grantId || !decidedAt)
    return { error: 'access_denied', error_description: 'The customer did not allow it.' }
  // A sandbox may have moved the house's clock ahead; a sign-in in the future would be no sign-in.
  const ts = Math.floor(Math.min(decidedAt.getTime(), Date.now()) / 1000)
  return {
    login: { accountId: psuId, ts, remember: false, ...STRONG_AUTHENTICATION },
    consent: { grantId },
  }
}

const UNKNOWN: EndedInteraction = {
  reason: 'unknown',
  decision: null,
  decidedAt: null,
  clientId: null,
  brand: null,
  backTo: null,
}

type Row = typeof interactions.$inferSelect
type Decision = 'allowed' | 'refused'
type FindInteractionOf = { uid: string; now: Date; cookie: string }
type FinishInteractionOf = Omit<FindInteractionOf, 'now'>
export type FoundInteraction = { pending: PendingInteraction } | { ended: EndedInteraction }

/** One request that waits for a customer. `consentId` is null when only the customer's identity is asked for. */
export type PendingInteraction = {
  uid: string
  clientId: string
  tppId: string
  tpp: AskingTpp
  consentId: string | null
  scopes: string[]
  /** Whether the consent was named in `authorization_details`, which the token then repeats. */
  byDetails: boolean
  redirectUri: string
  state: string | null
  requestEndsAt: Date
  uiLocales: string | null
  /** Under which the pushed request is kept, in hexadecimal. */
  pushedRequest: string
}

/** Who asks, as pages show it. */
export type AskingTpp = {
  id: string
  name: string
  legalName: string
  authority: string
  roles: string[]
  checkedAt: string | null
  registerUrl: string | null
}

export type EndedInteraction = {
  reason: 'unknown' | 'expired' | 'answered' | 'paused'
  decision: Decision | null
  decidedAt: Date | null
  clientId: string | null
  brand: string | null
  /** The registered redirect URI with `error=access_denied`, or null where there is nothing left to say to the client. */
  backTo: string | null
}

export type FinishedInteraction = {
  returnTo: string
  consentId: string | null
  tppId: string
  decision: Decision
  brand: string
}
