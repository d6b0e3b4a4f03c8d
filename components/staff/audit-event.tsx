import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SummaryList } from '@/components/ui/summary-list'
import { consentReference } from '@/lib/consent/consent'
import type { TrailRow } from '@/lib/staff/read-trail'
import { AuditParty, type PartyNames } from './audit-party'
import { EventWord } from './event-word'

/** All that one row of the trail holds; what is sealed in it is said to be there, and not shown. */
export function AuditEvent({ row, names }: { row: TrailRow; names: PartyNames }) {
  const t = useTranslations('staff.audit')
  const formats = useFormats()
  const mono = 'font-mono text-label wrap-anywhere'
  const details = Object.entries(row.detail)
  return (
    <div className="grid max-w-200 gap-4">
      <Card>
        <SummaryList
          rows={[
            {
              id: 'at',
              term: t('columns.at'),
              detail: (
                <>
                  {formats.dateTime(row.at.toISOString())}
                  <span className={`block text-muted ${mono}`}>{row.place.at}</span>
                </>
              ),
            },
            { id: 'actor', term: t('columns.actor'), detail: <AuditParty names={names} party={row.actor} /> },
            { id: 'type', term: t('columns.type'), detail: <EventWord type={row.type} /> },
            {
              id: 'subject',
              term: t('columns.subject'),
              detail: <AuditParty names={names} party={row.subject} />,
            },
            ...(row.tppId && row.subject !== `tpp:${row.tppId}`
              ? [
                  {
                    id: 'tpp',
                    term: t('tpp'),
                    detail: <AuditParty names={names} party={`tpp:${row.tppId}`} />,
                  },
                ]
              : []),
            ...(row.consentId && row.subject !== `consent:${row.consentId}`
              ? [
                  {
                    id: 'consent',
                    term: t('consent'),
                    detail: <AuditParty names={names} party={`consent:${row.consentId}`} />,
                  },
                ]
              : []),
            {
              id: 'request',
              term: t('request'),
              detail: row.requestId ? <bdi className={mono}>{row.requestId}</bdi> : t('none'),
            },
            { id: 'id', term: t('id'), detail: <bdi className={mono}>{row.id}</bdi> },
          ]}
        />
      </Card>
      <Section id="detail" title={t('detail', { version: row.schemaVersion })}>
        {details.length === 0 ? (
          <p className="text-muted">{t('noDetail')}</p>
        ) : (
          <Card>
            <SummaryList
              rows={details.map(([name, value]) => ({
                id: name,
                term: <code className={mono}>{name}</code>,
                detail: (
                  <code className={`whitespace-pre-wrap ${mono}`}>
                    {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
                  </code>
                ),
              }))}
            />
          </Card>
        )}
      </Section>
      {row.sealed ? (
        <Notice icon="lock">
          {t('sealed')}
          {row.consentId ? (
            <>
              {' '}
              <a href={`/staff/permissions?ref=${row.consentId}`}>
                {t('sealedOpen', { reference: consentReference(row.consentId) })}
              </a>
            </>
          ) : null}
        </Notice>
      ) : null}
    </div>
  )
}
