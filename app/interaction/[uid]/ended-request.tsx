import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import type { EndedInteraction } from '@/lib/oauth/interaction'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'
import { findOwnAnswer, isSurelyUnanswered } from '@/lib/oauth/own-answer'
import { findCustomer, peekCustomer } from '@/lib/session/customer'
import { findApplication } from '@/lib/tpp/find-application'
import { RequestFrame } from '../../request-frame'
import { findRequest } from './find-request'

/** A request that cannot be answered any more: why, what did not happen, and the way back that was registered. */
export async function EndedRequest({ uid, now }: { uid: string; now: Date }) {
  const found = await findRequest(uid, now)
  const t = await getTranslations('request')
  const ended = await knownHere(uid, 'ended' in found ? found.ended : FORGOTTEN)
  const nothing = !NEVER_SURE.includes(ended.reason) && (await isSurelyUnanswered(uid))
  const tpp = ended.brand ?? t('someApp')
  const answered = ended.reason === 'answered' && ended.decision !== null
  // What was allowed has been told to the third party; what is left is the way to its own page.
  const site = answered && ended.clientId ? (await findApplication(ended.clientId))?.clientUri : null
  const backTo = ended.backTo ?? site
  const forward = backTo ? { href: backTo, label: t.rich('goBack', { tpp, ...tags }) } : undefined
  const home = { href: '/', label: t('toPermissions') }
  const { errorId, title, why } = NOT_ANSWERED[ended.reason === 'answered' ? 'unknown' : ended.reason]
  return (
    <RequestFrame customer={(await peekCustomer())?.name ?? null}>
      {answered ? (
        <MessagePage
          at={(ended.decidedAt ?? now).toISOString()}
          errorId="request-answered"
          forward={forward ?? home}
          title={t('answeredTitle')}
          why={t.rich(ended.decision === 'allowed' ? 'answeredAllowed' : 'answeredRefused', {
            tpp,
            ...tags,
            a: (words) => <a href={home.href}>{words}</a>,
          })}
        />
      ) : (
        <MessagePage
          at={now.toISOString()}
          errorId={errorId}
          forward={forward ?? home}
          {...(nothing ? { nothing: t('nothingShared') } : {})}
          title={t.rich(title, { tpp, ...tags })}
          why={t.rich(why, { tpp, phone: brand.phone, minutes: LIFETIME_SECONDS.interaction / 60, ...tags })}
        />
      )}
    </RequestFrame>
  )
}

/** Whoever gave the answer may read it, also in a browser that has forgotten the request. */
async function knownHere(uid: string, ended: EndedInteraction): Promise<EndedInteraction> {
  const customer = ended.reason === 'unknown' ? await findCustomer() : null
  const own = customer && (await findOwnAnswer({ uid, psuId: customer.psuId }))
  if (!own) return ended
  const application = await findApplication(own.clientId)
  const tpp = application?.brand ?? application?.legalName ?? null
  return { ...FORGOTTEN, ...own, reason: 'answered', brand: tpp }
}

const FORGOTTEN: EndedInteraction = {
  reason: 'unknown',
  decision: null,
  decidedAt: null,
  clientId: null,
  brand: null,
  backTo: null,
}

/** What was answered may have been answered with yes, and so may what this browser does not know. */
const NEVER_SURE: readonly EndedInteraction['reason'][] = ['answered', 'unknown']

/** What is said of a request that nobody answered. */
const NOT_ANSWERED = {
  unknown: { errorId: 'request-unknown', title: 'unknownTitle', why: 'unknownText' },
  expired: { errorId: 'request-expired', title: 'expiredTitle', why: 'expiredText' },
  paused: { errorId: 'tpp-paused', title: 'pausedTitle', why: 'pausedText' },
} as const satisfies Record<Exclude<EndedInteraction['reason'], 'answered'>, unknown>
