import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card, Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import { Table } from '@/components/ui/table'
import type { DecisionView } from '@/lib/staff/find-decisions'
import type { ThirdPartyDetail as Found } from '@/lib/tpp/find-third-party'
import { fits } from '@/lib/tpp/tpp-decision'
import { CertificateTable } from './certificate-table'
import { DecisionList } from './decision-list'
import { staffButton } from './staff-button'
import { StandingPill } from './standing-pill'
import { roleOf } from './third-party-table'

/** Everything about one third party; nothing here is about a single customer. */
export function ThirdPartyDetail({ found, decisions, mayPropose, mayReport, now }: ThirdPartyDetailProps) {
  const t = useTranslations('staff.thirdParty')
  const words = useTranslations('staff')
  const formats = useFormats()
  const open = decisions.some(({ state }) => state === 'proposed')
  const standing = { status: found.status, ending: found.endsAt !== null }
  const actions = mayPropose && !open ? ACTIONS.filter((action) => fits(action, standing)) : []
  return (
    <>
      <PageHeader title={<bdi>{found.brand}</bdi>}>
        <p className="text-muted">
          <bdi>{found.legalName}</bdi>
        </p>
        <p className="mt-1.5 flex">
          <StandingPill row={found} />
        </p>
      </PageHeader>
      <LookAlikes found={found.alike} />
      {actions.length > 0 ? (
        <p className="mb-6 flex flex-wrap gap-3">
          {actions.map((action) => (
            <a
              className={staffButton(action === 'resume' ? 'primary' : 'danger')}
              href={`/staff/third-parties/${found.id}/propose?action=${action}`}
              key={action}
            >
              {words(`propose.${action}`)}
            </a>
          ))}
        </p>
      ) : null}
      <div className="grid gap-x-10 gap-y-7 lg:grid-cols-2">
        <div className="min-w-0">
          <Section id="history" title={t('decisions')}>
            <DecisionList decisions={decisions} mayReport={mayReport} tppId={found.id} />
          </Section>
          <Section id="licence" title={t('licence')}>
            <Card>
              <SummaryList
                rows={[
                  {
                    id: 'number',
                    term: t('number'),
                    detail: <bdi className="font-mono text-label">{found.id}</bdi>,
                  },
                  { id: 'authority', term: t('authority'), detail: found.authority },
                  { id: 'country', term: t('country'), detail: found.country },
                  {
                    id: 'roles',
                    term: t('roles'),
                    detail: <Roles found={found} />,
                  },
                  { id: 'known', term: t('known'), detail: formats.date(found.firstSeenAt.toISOString()) },
                ]}
              />
            </Card>
          </Section>
          <Section id="consents" title={t('consents')}>
            {found.consentsByStatus.length === 0 ? (
              <p className="text-muted">{t('noConsents')}</p>
            ) : (
              <Card>
                <SummaryList
                  rows={found.consentsByStatus.map(({ status, many }) => ({
                    id: status,
                    term: <code className="font-mono text-label">{status}</code>,
                    detail: formats.number(many),
                  }))}
                />
              </Card>
            )}
          </Section>
        </div>
        <div className="min-w-0">
          <Section id="certificates" title={t('certificates')}>
            <CertificateTable certificates={found.certificates} now={now} />
          </Section>
        </div>
      </div>
      <div className="mt-7">
        <Section id="calls" title={t('calls')}>
          {found.calls.length === 0 ? (
            <p className="text-muted">{t('noCalls')}</p>
          ) : (
            <Card>
              <Table
                caption={t('calls')}
                columns={CALL_COLUMNS.map((id) => ({ id, label: t(`call.${id}`) }))}
                rows={found.calls.map(({ id, at, method, route, status, code, requestId, refused }) => ({
                  id,
                  cells: {
                    at: formats.dateTime(at.toISOString()),
                    call: (
                      <code className="font-mono text-label wrap-anywhere">
                        {method} {route === 'unmatched' ? t('call.unmatched') : route}
                      </code>
                    ),
                    answer: (
                      <span className={status >= 400 ? 'text-danger' : ''}>
                        {status} {code} {refused && refused.count > 1 ? `×${refused.count}` : null}
                      </span>
                    ),
                    request: <bdi className="font-mono text-label wrap-anywhere">{requestId}</bdi>,
                  },
                }))}
              />
            </Card>
          )}
          {found.calls.some(({ refused }) => refused !== null) ? (
            <p className="mt-2 max-w-prose text-muted text-small">{t('callsNote')}</p>
          ) : null}
        </Section>
      </div>
    </>
  )
}

/** The certificate's word, and beside it what of that the register has taken back since. */
function Roles({ found: { roles, withdrawn } }: { found: Found }) {
  const t = useTranslations('staff.thirdParty')
  const words = useTranslations('staff.thirdParties.roles')
  const formats = useFormats()
  const named = (list: readonly string[]) => formats.list(list.map((role) => words(roleOf(role))))
  return (
    <>
      {named(roles)}
      {withdrawn.length > 0 ? (
        <span className="block text-danger">
          {t('rolesWithdrawn', {
            all: withdrawn.length === roles.length ? 'yes' : 'no',
            roles: named(withdrawn),
          })}
        </span>
      ) : null}
    </>
  )
}

/** Whom a customer might take it for (THR-12). */
function LookAlikes({ found }: { found: Found['alike'] }) {
  const t = useTranslations('staff.thirdParty')
  if (found.length === 0) return null
  return (
    <div className="mb-6">
      <Notice icon="info">
        <p>{t('alike')}</p>
        <ul>
          {found.map(({ tppId, name, rule }) => (
            <li key={`${tppId} ${name} ${rule}`}>
              {t.rich('alikeOf', { name, rule: t(`alikeRules.${rule}`), ...tags })}
              {tppId ? (
                <>
                  {' '}
                  <a className="inline-flex min-h-11 items-center" href={`/staff/third-parties/${tppId}`}>
                    <bdi className="font-mono text-label wrap-anywhere">{tppId}</bdi>
                  </a>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

const ACTIONS = ['pause', 'resume', 'end'] as const
const CALL_COLUMNS = ['at', 'call', 'answer', 'request'] as const

type ThirdPartyDetailProps = {
  found: Found
  decisions: DecisionView[]
  mayPropose: boolean
  mayReport: boolean
  now: string
}
