import { useTranslations } from 'next-intl'
import type { PermissionState } from '@/components/consent/permission-view'
import { StatePill } from '@/components/consent/state-pill'
import { useFormats } from '@/components/format'
import { TppTile } from '@/components/tpp/tpp-tile'
import type { TppView } from '@/components/tpp/tpp-view'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Card, Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { MandateList, type MandateView, MandateWords } from './mandate-list'
import type { PrincipalView } from './principal-links'

/** What somebody else shares, for whoever acts for them: for whom stands first, and what the mandate lets one do. */
export function ActingPage({ view }: { view: ActingView }) {
  const t = useTranslations('people')
  const { principal } = view
  return (
    <>
      <BackLink href="/people">{t('title')}</BackLink>
      <ActingFor name={principal.name} />
      <PageHeader title={<bdi>{principal.name}</bdi>}>
        <p className="mt-3 text-muted text-small">{t('yourMandate')}</p>
        <ul className="max-w-[58ch]">
          {view.own.map((mandate) => (
            <li key={mandate.id}>
              <MandateWords mandate={mandate} />
            </li>
          ))}
        </ul>
      </PageHeader>
      <Outcome>{view.stopped ? <Notice icon="tick">{t('stopped')}</Notice> : null}</Outcome>
      <Section id="shared" title={t('shared', { count: view.permissions.length })}>
        {view.permissions.length === 0 ? <p>{t('sharedNone')}</p> : null}
        <ul className="grid gap-3">
          {view.permissions.map((permission) => (
            <li key={permission.id}>
              <Card>
                <ActedPermission kind={principal.kind} permission={permission} />
              </Card>
            </li>
          ))}
        </ul>
        <p className="mt-3 max-w-[58ch] text-muted text-small">{t('sharedNote')}</p>
      </Section>
      {view.mandates.length > 0 ? (
        <Section id="mandates" title={t('whoMay')}>
          <MandateList mandates={view.mandates} />
          <p className="mt-3 max-w-[58ch] text-muted text-small">{t('mandatesNote')}</p>
        </Section>
      ) : null}
    </>
  )
}

/** On every page of it: for whom one acts, and that both names are kept. */
export function ActingFor({ name }: { name: string }) {
  const t = useTranslations('people')
  return (
    <div className="mb-5">
      <Notice>{t.rich('actingFor', { name, ...tags })}</Notice>
    </div>
  )
}

function ActedPermission({
  permission,
  kind,
}: {
  permission: ActedPermissionView
  kind: PrincipalView['kind']
}) {
  const t = useTranslations('people')
  const list = useTranslations('list')
  const stop = useTranslations('stop')
  const formats = useFormats()
  const { tpp, state, accounts, givenBy, lastLookedAt, stop: may } = permission
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-3.5 gap-y-2">
        <TppTile tpp={tpp} />
        <div className="min-w-0 grow basis-40">
          <h3 className="font-strong">
            <bdi>{tpp.name}</bdi>
          </h3>
          <p className="text-muted text-small">
            {[
              formats.list(accounts),
              lastLookedAt ? list('looked', { date: formats.date(lastLookedAt) }) : list('neverLooked'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {givenBy === null ? null : (
            <p className="text-small">
              {t.rich('givenBy', { name: givenBy.name, date: formats.date(givenBy.at), ...tags })}
            </p>
          )}
          <p className="mt-1.5 flex">
            <StatePill state={state} tpp={tpp.name} />
          </p>
        </div>
      </div>
      <div className="mt-3">
        {may.by === 'link' ? (
          <div className="max-w-80">
            <Button href={may.href}>{stop('confirm')}</Button>
          </div>
        ) : (
          <p className="text-muted text-small">{t('cannotStop', { why: may.why, kind })}</p>
        )}
      </div>
    </>
  )
}

export type ActedPermissionView = {
  id: string
  tpp: TppView
  state: PermissionState
  accounts: string[]
  /** Who allowed it and when; null where that is the one acted for. */
  givenBy: { name: string; at: string } | null
  lastLookedAt: string | null
  /** `outside`: it also sees accounts that the mandate is not for; `waiting`: nothing is shared by it yet. */
  stop: { by: 'link'; href: string } | { by: 'nobody'; why: 'see' | 'outside' | 'waiting' }
}

export type ActingView = {
  principal: PrincipalView
  own: MandateView[]
  /** Who may act for the same business, on accounts of this mandate. */
  mandates: MandateView[]
  permissions: ActedPermissionView[]
  stopped: boolean
}
