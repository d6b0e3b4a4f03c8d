import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { requestView } from '@/app/interaction/[uid]/approval-views'
import { ApprovalPage } from '@/components/consent/approval-page'
import type { TogetherApproval } from '@/components/consent/approval-view'
import { KeptRequest } from '@/components/consent/kept-request'
import { BackLink } from '@/components/ui/back-link'
import { now as currentTime } from '@/lib/clock'
import { findWaitingConsent, type WaitingConsent } from '@/lib/consent/find-waiting-consent'
import { noteAnswering } from '@/lib/consent/note-answering'
import { numberText } from '@/lib/consent/record-of-request'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { findNeverShared } from '@/lib/disclosure/find-never-shared'
import { nameHolders } from '@/lib/psu/name-holders'
import { requireCustomer } from '@/lib/session/customer'
import { isUuid } from '@/lib/uuid'
import { AccountsUnreachable } from '../../../../accounts-unreachable'
import { CustomerFrame } from '../../../customer-frame'
import { othersOf } from './waiting-request'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('request'))('pageTitle') })

/** The holder who is still needed is asked, on the same page and with the same evidence as the first. */
export default async function AnswerPage({ params }: { params: Promise<{ consentId: string }> }) {
  const customer = await requireCustomer()
  const { consentId } = await params
  if (!isUuid(consentId)) notFound()
  const now = await currentTime()
  const found = await ifReachable(findWaiting({ consentId, psuId: customer.psuId, now }))
  const here = `/permissions/${consentId}/answer`
  // Which of the accounts are this customer's only the ledger knows, and nobody is shown another's.
  if (found === null)
    return (
      <CustomerFrame name={customer.name} path={here}>
        <AccountsUnreachable at={now} retryHref={here} />
      </CustomerFrame>
    )
  const { waiting } = found
  // Answered or run out meanwhile, or never asked: what there is for this customer stands on their list.
  if (!waiting) redirect('/')
  await noteAnswering({ waiting, psuId: customer.psuId, to: 'psuAuthenticated', at: now })
  const t = await getTranslations('list')
  const kept = await keptBy(customer.psuId, waiting)
  if (kept)
    return (
      <CustomerFrame name={customer.name} path={here}>
        <BackLink href="/">{t('title')}</BackLink>
        <KeptRequest
          view={{
            ...kept,
            tpp: waiting.request.tpp.brand,
            decline: { action: `${here}/refuse`, leaves: false },
          }}
        />
      </CustomerFrame>
    )
  return (
    <CustomerFrame name={customer.name} path={here}>
      <BackLink href="/">{t('title')}</BackLink>
      <ApprovalPage view={await togetherView(waiting)} />
    </CustomerFrame>
  )
}

/** Nothing that waits is an answer, too. */
const findWaiting = async (asked: Parameters<typeof findWaitingConsent>[0]) => ({
  waiting: await findWaitingConsent(asked),
})

/** What this customer never shares of what is asked: anything with its third party, or one of the accounts. */
async function keptBy(psuId: string, { tppId, own }: WaitingConsent) {
  const { accounts, thirdParties } = await findNeverShared(psuId)
  const [app] = thirdParties.filter(({ id }) => id === tppId)
  const [account] = accounts.filter(({ id }) => own.has(id))
  const first = app ?? account
  if (!first) return null
  return { account: app ? null : (own.get(first.id) ?? null), since: first.since.toISOString() }
}

async function togetherView(waiting: WaitingConsent): Promise<TogetherApproval> {
  const { consentId, request, recorded, names, given, decideBy } = waiting
  const at = `/permissions/${consentId}/answer`
  return {
    ...requestView(request),
    kind: 'together',
    accounts: recorded.map((account) => ({
      id: `${numberText(account)} ${account.currency}`,
      name: names.get(numberText(account)) ?? null,
      iban: numberText(account),
      joint: false,
    })),
    given: await nameHolders(given),
    others: await othersOf(waiting),
    until: decideBy.toISOString(),
    allow: { by: 'passkey', optionsUrl: `${at}/options`, resultUrl: `${at}/result`, fields: {} },
    decline: { action: `${at}/refuse`, fields: {} },
  }
}
