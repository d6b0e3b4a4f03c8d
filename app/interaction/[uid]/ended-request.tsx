import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import type { EndedInteraction } from '@/lib/oauth/interaction'
import { LIFETIME_SECONDS } from '@/lib/oauth/lifetimes'
import { peekCustomer } from '@/lib/session/customer'
import { findApplication } from '@/lib/tpp/find-application'
import { findRequest } from './find-request'
import { RequestFrame } from './request-frame'

/** A request that cannot be answered any more: why, what did not happen, and the way back that was registered. */
export async function EndedRequest({ uid, now }: { uid: string; now: Date }) {
  const found = await findRequest(uid, now)
  const t = await getTranslations('request')
  const ended =
    'ended' in found
      ? found.ended
      : { reason: 'unknown' as const, decision: null, decidedAt: null, brand: null, backTo: null }
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
          {...(forward ? { forward } : {})}
          nothing={t('nothingShared')}
          title={t.rich(title, { tpp, ...tags })}
          why={t.rich(why, { tpp, phone: brand.phone, minutes: LIFETIME_SECONDS.interaction / 60, ...tags })}
        />
      )}
    </RequestFrame>
  )
}

/** What is said of a request that nobody answered. */
const NOT_ANSWERED = {
  unknown: { errorId: 'request-unknown', title: 'unknownTitle', why: 'unknownText' },
  expired: { errorId: 'request-expired', title: 'expiredTitle', why: 'expiredText' },
  paused: { errorId: 'tpp-paused', title: 'pausedTitle', why: 'pausedText' },
} as const satisfies Record<Exclude<EndedInteraction['reason'], 'answered'>, unknown>
