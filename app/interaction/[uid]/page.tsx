import { getTranslations } from 'next-intl/server'
import { ApprovalPage } from '@/components/consent/approval-page'
import { type ApprovalView, nothingToShare } from '@/components/consent/approval-view'
import { IdentityPage } from '@/components/consent/identity-page'
import { KeptRequest } from '@/components/consent/kept-request'
import { SignInPanel } from '@/components/sca/sign-in-panel'
import { Button } from '@/components/ui/button'
import { tags } from '@/components/ui/rich-text'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { FIND_MAX } from '@/lib/consent/arrange-accounts'
import { picksAll } from '@/lib/consent/choose-accounts'
import type { ConsentRequestView } from '@/lib/consent/find-consent-request'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { findNeverSharedWith } from '@/lib/disclosure/find-never-shared'
import { isRefusal } from '@/lib/errors'
import { searchText } from '@/lib/search-text'
import { findCustomer } from '@/lib/session/customer'
import { likeBank } from '@/lib/tpp/like-bank'
import { AccountsUnreachable } from '../../accounts-unreachable'
import { readKeptChoice } from '../../kept-choice'
import { RequestFrame, type Waiting } from '../../request-frame'
import { allView, namedView, pickView } from './approval-views'
import { EndedRequest } from './ended-request'
import { noteOpened } from './find-request'
import { type OpenRequest, openRequest, shownNow } from './open-request'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('request'))('pageTitle') })

/**
 * The one page of a third party's request. Where the accounts are named nobody is identified yet and nothing about a
 * customer is shown; where the customer picks, they sign in first.
 */
export default async function InteractionPage({ params, searchParams }: InteractionPageProps) {
  const { uid } = await params
  const now = await currentTime()
  const open = await openRequest(uid, now).catch((thrown) => {
    if (isRefusal(thrown)) return null
    throw thrown
  })
  if (!open) return <EndedRequest now={now} uid={uid} />
  await noteOpened(uid, now)
  const { tpp, requestEndsAt: endsAt } = open.pending
  const waiting = { tpp: tpp.name, endsAt, now }
  if (!open.request) return <IdentityRequest open={open} uid={uid} waiting={waiting} />
  const { request } = open
  if (request.model === 'detailed')
    return (
      <RequestFrame waiting={waiting}>
        <ApprovalPage view={namedView({ uid, request, shown: await shownNow(request) })} />
      </RequestFrame>
    )
  const customer = await findCustomer()
  const query = await searchParams
  if (!customer || query.switch !== undefined)
    return <SignInFirst request={request} uid={uid} waiting={waiting} />
  const kept = await findNeverSharedWith({ psuId: customer.psuId, tppId: request.tpp.id })
  if (kept)
    return (
      <RequestFrame customer={customer.name} waiting={waiting}>
        <KeptRequest
          view={{
            tpp: request.tpp.brand,
            account: null,
            since: kept.toISOString(),
            decline: { action: `/interaction/${uid}/refuse`, leaves: true },
          }}
        />
      </RequestFrame>
    )
  const lost = query.lost ?? null
  const input = { uid, request, shown: await shownNow(request), customer, lost }
  const view = await ifReachable<ApprovalView>(
    picksAll(request)
      ? allView(input)
      : pickView({
          ...input,
          refusedChoice: query.choose !== undefined,
          now,
          kept: await readKeptChoice(uid),
          find: searchText(query.find, FIND_MAX),
        }),
  )
  return (
    <RequestFrame
      customer={customer.name}
      waiting={waiting}
      {...(view && !nothingToShare(view)
        ? { keep: { action: `/interaction/${uid}/keep`, language: `/interaction/${uid}/language` } }
        : {})}
    >
      {view ? (
        <ApprovalPage view={view} />
      ) : (
        <AccountsUnreachable at={now} retryHref={`/interaction/${uid}`} />
      )}
    </RequestFrame>
  )
}

/** Signing in comes first where the customer picks; saying no does not need it. */
async function SignInFirst({ uid, request, waiting }: SignInFirstProps) {
  const at = `/interaction/${uid}`
  const t = await getTranslations('approval')
  return (
    <RequestFrame waiting={waiting}>
      <p className="mb-1 text-muted text-small">
        {t.rich('eyebrow', { step: 1, steps: 2, tpp: request.tpp.brand, ...tags })}
      </p>
      <SignInPanel
        view={{
          bank: brand.name,
          phone: brand.phone,
          tpp: request.tpp.brand,
          message: null,
          optionsUrl: `${at}/sign-in/options`,
          resultUrl: `${at}/sign-in/result`,
        }}
      />
      <form action={`${at}/refuse`} className="mt-6" method="post">
        <Button>{t('decline')}</Button>
      </form>
    </RequestFrame>
  )
}

function IdentityRequest({ uid, open, waiting }: { uid: string; open: OpenRequest; waiting: Waiting }) {
  const at = `/interaction/${uid}`
  const { tpp } = open.pending
  return (
    <RequestFrame waiting={waiting}>
      <IdentityPage
        view={{
          tpp: { ...tpp, notBank: likeBank(tpp.legalName) && brand.name },
          allow: { by: 'passkey', optionsUrl: `${at}/options`, resultUrl: `${at}/result`, fields: {} },
          decline: { action: `${at}/refuse`, fields: {} },
        }}
      />
    </RequestFrame>
  )
}

type SignInFirstProps = { uid: string; request: ConsentRequestView; waiting: Waiting }
type InteractionPageProps = {
  params: Promise<{ uid: string }>
  searchParams: Promise<{ choose?: string; lost?: string; switch?: string; find?: string | string[] }>
}
