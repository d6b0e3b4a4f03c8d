import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import type { SecurityEvent, SecurityEventType } from '@/lib/psu/find-security-events'

/** What happened lately around the customer's ways in, newest first. */
export function SecurityEvents({ events }: { events: SecurityEvent[] }) {
  const t = useTranslations('security')
  const event = useTranslations('securityEvent')
  const formats = useFormats()
  return (
    <Section id="events" title={t('events')}>
      <Card>
        <p className="mb-2 text-muted text-small">{t('eventsText')}</p>
        {events.length === 0 ? <p>{t('eventsNone')}</p> : null}
        <ol>
          {events.map(({ id, at, type, named, everywhere, other }) => (
            <li
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-line border-b py-2 last:border-b-0"
              key={id}
            >
              <span className="min-w-0">
                <bdi>
                  {event(WORDS[type], {
                    named: named ?? 'none',
                    where: everywhere ? 'everywhere' : other ? 'another' : 'here',
                  })}
                </bdi>
              </span>
              <time className="text-muted text-small" dateTime={at.toISOString()}>
                {formats.dateTime(at.toISOString())}
              </time>
            </li>
          ))}
        </ol>
        <p className="mt-3 text-small">
          <a className="inline-flex min-h-11 items-center" href="/activity">
            {t('allEvents')}
          </a>
        </p>
      </Card>
    </Section>
  )
}

const WORDS = {
  'psu.signed-in': 'signedIn',
  'psu.signed-out': 'signedOut',
  'psu.authentication-failed': 'failed',
  'authenticator.created': 'added',
  'authenticator.renamed': 'renamed',
  'authenticator.removed': 'removed',
  'authenticator.locked': 'locked',
  'activation.issued': 'codeIssued',
  'activation.reset': 'reset',
  'recovery-codes.made': 'codesMade',
  'recovery.letter-issued': 'letterIssued',
  'recovery.refused': 'refused',
  'recovery.used': 'recovered',
  'recovery.objected': 'objected',
  'consent.looked-at': 'lookedAt',
  'consent.revoked-by-staff': 'stoppedByStaff',
} as const satisfies Record<SecurityEventType, string>
