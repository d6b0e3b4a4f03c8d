import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { PermissionDetail } from '@/components/consent/permission-detail'
import { Notice } from '@/components/ui/notice'
import { plain, tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { findAccessHistory } from '@/lib/consent/find-access-history'
import { findConsentEvents } from '@/lib/consent/find-consent-events'
import { findConsentRequest } from '@/lib/consent/find-consent-request'
import type { Permission } from '@/lib/consent/find-permissions'
import { isCurrent } from '@/lib/consent/permission-state'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { whenTold } from '@/lib/delivery/when-told'
import { findNeverShared } from '@/lib/disclosure/find-never-shared'
import { findFundsQuestions } from '@/lib/funds/find-funds-questions'
import { findRefusedQuestions } from '@/lib/funds/find-refused-questions'
import { findAskable } from '@/lib/removal/find-askable'
import { findRemovals } from '@/lib/removal/find-removals'
import { authenticatorName } from '@/lib/sca/authenticator-name'
import { requireCustomer } from '@/lib/session/customer'
import { findFormerNames } from '@/lib/tpp/former-names'
import { NamesUnreachable } from '../../../accounts-unreachable'
import { CustomerFrame } from '../../customer-frame'
import { endedByWhom } from '../../ended-by'
import { holderNames } from '../../holder-names'
import { pausedByWhom } from '../../paused-by'
import { waitsForWhom } from '../../waits-for'
import { SPANS, toDetailView } from './detail-view'
import { openedPermission, peekedPermission } from './opened-permission'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export async function generateMetadata({ params, searchParams }: PermissionPageProps) {
  const permission = await peekedPermission(params)
  if (!permission) return { title: (await getTranslations('list'))('title') }
  const { brand: tpp } = permission.tpp
  if ((await searchParams).stopped === undefined) return { title: tpp }
  const t = await getTranslations('stopped')
  const words = permission.kind === 'fundsConfirmation' ? 'titleFunds' : 'title'
  return { title: t.markup(words, { tpp, ...plain }) }
}

/** One permission: when it was used, what it covers, how it was allowed, what happened, and the way to stop it. */
export default async function PermissionPage({ params, searchParams }: PermissionPageProps) {
  const customer = await requireCustomer()
  const { consentId } = await params
  const { psuId } = customer
  const { permission, now } = await openedPermission(psuId, consentId)
  if (!permission) notFound()
  const waitsFor = await waitsForWhom(permission, psuId)
  if (permission.state === 'waiting' && waitsFor === 'you') redirect(`/permissions/${consentId}/answer`)
  const accounts = await ifReachable(accountsById(permission.everShared))
  const query = await searchParams
  const span = SPANS.find((days) => String(days) === query.days) ?? SPANS[0]
  const day = query.day && isDay(query.day) ? query.day : null
  const history = await findAccessHistory({
    consentId,
    psuId,
    days: span,
    day,
    timeZone: brand.timeZone,
    now,
  })
  const events = await findConsentEvents({
    consentId,
    psuId,
    tppId: permission.tpp.id,
    since: permission.askedAt,
  })
  const former = await findFormerNames([permission.tpp.id])
  const { givenBy } = permission
  const deciders = events.flatMap(({ otherHolder }) => otherHolder ?? [])
  const endedBy = await endedByWhom(permission, psuId)
  const asks = permission.kind === 'fundsConfirmation'
  const questions = asks ? await findFundsQuestions({ consentId, psuId }) : null
  const refused = asks ? await findRefusedQuestions({ consentId, psuId, timeZone: brand.timeZone }) : []
  const request =
    asks || permission.allowedAt === null
      ? await findConsentRequest({ consentId, tppId: permission.tpp.id, now })
      : null
  const passkey =
    permission.credentialId && (await authenticatorName({ credentialId: permission.credentialId, psuId }))
  const justStopped = query.stopped !== undefined
  const t = await getTranslations('detail')
  const never = await getTranslations('neverShare')
  const kept = isCurrent(permission.state) ? await keptOf(permission, psuId) : null
  return (
    <CustomerFrame name={customer.name} path={`/permissions/${consentId}`} wide={true}>
      {accounts === null ? <NamesUnreachable retryHref={`/permissions/${consentId}`} /> : null}
      {query.already !== undefined && !isCurrent(permission.state) ? (
        <div className="mb-5">
          <Notice status={true}>{t('alreadyEnded')}</Notice>
        </div>
      ) : null}
      {kept ? (
        <div className="mb-5">
          <Notice icon="lock">
            {never.rich('kept', {
              ...kept,
              tpp: permission.tpp.brand,
              ...tags,
              a: (words) => <a href="/privacy/never-share">{words}</a>,
            })}
          </Notice>
        </div>
      ) : null}
      <PermissionDetail
        view={toDetailView({
          permission,
          accounts: accounts ?? [],
          history,
          events,
          formerNames: former.get(permission.tpp.id) ?? [],
          questions,
          refused,
          request,
          passkey: passkey || null,
          removals: await findRemovals({ psuId, consentId, now }),
          askable: (await findAskable({ consentId, psuId })) !== null,
          span,
          day,
          justStopped,
          told: permission.state === 'stopped-by-holder' ? await whenTold(consentId) : null,
          waitsFor,
          endedBy,
          pausedBy: await pausedByWhom(permission, psuId),
          holders: await holderNames(givenBy === null ? deciders : [...deciders, givenBy]),
          now,
        })}
      />
    </CustomerFrame>
  )
}

/** What is kept back of it although it stands there as valid: said by the desk, or before the market's rules changed. */
async function keptOf({ rights, tpp }: Permission, psuId: string) {
  const { accounts, thirdParties } = await findNeverShared(psuId)
  if (thirdParties.some(({ id }) => id === tpp.id)) return { what: 'app', count: rights.length }
  const count = rights.filter(({ accountId }) => accounts.some(({ id }) => id === accountId)).length
  return count === 0 ? null : { what: 'account', count }
}

const isDay = (text: string) => z.iso.date().safeParse(text).success

type PermissionPageProps = {
  params: Promise<{ consentId: string }>
  searchParams: Promise<{ days?: string; day?: string; stopped?: string; already?: string }>
}
