import { getTranslations } from 'next-intl/server'
import { MessagePage } from '@/components/ui/message-page'
import { tags } from '@/components/ui/rich-text'
import { findInteraction } from '@/lib/oauth/interaction'
import { RequestFrame } from './request-frame'

/** A request that cannot be answered any more: why, what did not happen, and the way back that was registered. */
export async function EndedRequest({ uid, now }: { uid: string; now: Date }) {
  const found = await findInteraction(uid, now)
  const t = await getTranslations('request')
  const ended =
    'ended' in found
      ? found.ended
      : { reason: 'unknown' as const, decision: null, decidedAt: null, brand: null, backTo: null }
  const tpp = ended.brand ?? t('someApp')
  const forward = ended.backTo ? { href: ended.backTo, label: t.rich('goBack', { tpp, ...tags }) } : undefined
  const answered = ended.reason === 'answered' && ended.decision !== null
  return (
    <RequestFrame>
      {answered ? (
        <MessagePage
          at={(ended.decidedAt ?? now).toISOString()}
          errorId="request-answered"
          {...(forward ? { forward } : {})}
          title={t('answeredTitle')}
          why={t.rich(ended.decision === 'allowed' ? 'answeredAllowed' : 'answeredRefused', { tpp, ...tags })}
        />
      ) : (
        <MessagePage
          at={now.toISOString()}
          errorId={ended.reason === 'expired' ? 'request-expired' : 'request-unknown'}
          {...(forward ? { forward } : {})}
          nothing={t('nothingShared')}
          title={t(ended.reason === 'expired' ? 'expiredTitle' : 'unknownTitle')}
          why={t.rich(ended.reason === 'expired' ? 'expiredText' : 'unknownText', { tpp, ...tags })}
        />
      )}
    </RequestFrame>
  )
}
