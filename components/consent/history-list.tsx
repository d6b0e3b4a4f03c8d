import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'

/** What happened, newest first, one sentence and one time a line. */
export function HistoryList({ entries }: { entries: HistoryEntry[] }) {
  const t = useTranslations('history')
  const formats = useFormats()
  if (entries.length === 0) return <p className="text-muted">{t('empty')}</p>
  return (
    <ol className="rounded-card border border-line bg-surface px-4">
      {entries.map((entry) => (
        <li
          className="border-line border-b py-2.5 last:border-b-0 xs:flex xs:justify-between xs:gap-4"
          key={entry.id}
        >
          <span className="block min-w-0">
            {t.rich(entry.kind, {
              tpp: entry.tpp ?? '',
              name: entry.name ?? '',
              reason: entry.reason ?? '',
              account: entry.account ?? '',
              known: entry.account ? 'yes' : 'no',
              passkey: entry.passkey ?? '',
              named: entry.passkey ? 'yes' : 'no',
              ...tags,
            })}
          </span>
          <time className="block shrink-0 text-muted text-small" dateTime={entry.at}>
            {formats.dateTime(entry.at)}
          </time>
        </li>
      ))}
    </ol>
  )
}

/** `tpp` is the brand's name; null only for events without a third party. `name` is another holder's. */
export type HistoryEntry = {
  id: string
  at: string
  tpp: string | null
  /** Somebody's own words for it, where there are any. */
  reason?: string | null
  name?: string | undefined
  /** Which account was taken back, where its name is known. */
  account?: string | undefined
  /** What the customer calls the passkey that signed. */
  passkey?: string | null
  kind:
    | 'allowed'
    | 'allowedFunds'
    | 'declined'
    | 'allowedOther'
    | 'declinedOther'
    | 'stoppedOther'
    | 'renewedOther'
    | 'renewed'
    | 'replaced'
    | 'usedOnce'
    | 'stoppedFunds'
    | 'stoppedYou'
    | 'stoppedForYou'
    | 'stoppedByAgent'
    | 'accountDropped'
    | 'accountDroppedOther'
    | 'shortened'
    | 'shortenedOther'
    | 'pausedYou'
    | 'pausedOther'
    | 'resumedYou'
    | 'resumedOther'
    | 'stoppedTpp'
    | 'stoppedBank'
    | 'expired'
    | 'renamed'
    | 'paused'
    | 'resumed'
    | 'endAnnounced'
    | 'staffLooked'
    | 'read'
    | 'readRefused'
    | 'signedIn'
    | 'passkeyAdded'
    | 'passkeyRemoved'
    | 'paymentAsked'
    | 'paymentApproved'
    | 'paymentDeclined'
    | 'paymentPaid'
    | 'paymentFailed'
    | 'paymentTakenBack'
    | 'paymentTakenBackForYou'
    | 'paymentLookedAt'
}
