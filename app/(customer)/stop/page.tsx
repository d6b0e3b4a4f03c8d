import { getLocale, getTranslations } from 'next-intl/server'
import { StopChoice } from '@/components/consent/stop-several'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { now as currentTime } from '@/lib/clock'
import { findStoppable } from '@/lib/consent/find-stoppable'
import { numberOf } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { CustomerFrame } from '../customer-frame'
import { type StopQuery, stopFields } from './stop-query'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('stopSeveral'))('title') })

/** Stopping several permissions at once: with one app, for one account, or all of them. */
export default async function StopSeveralPage({ searchParams }: StopSeveralPageProps) {
  const customer = await requireCustomer()
  const { problem } = await searchParams
  const said =
    problem === 'accountsUnreachable'
      ? (await getTranslations('change'))('unreachable')
      : problemText(problem, await getLocale())
  const open = await findStoppable({ psuId: customer.psuId, now: await currentTime() })
  const byApp = Map.groupBy(open, ({ tppId }) => tppId)
  const shared = open.flatMap(({ rights, tppId }) => rights.map(({ accountId }) => ({ accountId, tppId })))
  const byAccount = Map.groupBy(shared, ({ accountId }) => accountId)
  const named = new Map(
    ((await ifReachable(accountsById([...byAccount.keys()]))) ?? []).map((account) => [account.id, account]),
  )
  return (
    <CustomerFrame name={customer.name} path="/stop">
      <ProblemNotice>{said}</ProblemNotice>
      <StopChoice
        view={{
          total: open.length,
          allHref: previewHref({ what: 'all' }),
          apps: [...byApp].map(([id, permissions]) => ({
            href: previewHref({ what: 'third-party', id }),
            name: permissions[0]?.brand ?? id,
            count: permissions.length,
          })),
          accounts: [...byAccount].map(([id, uses]) => {
            const account = named.get(id)
            return {
              href: previewHref({ what: 'account', id }),
              name: account?.name ?? null,
              iban: account ? numberOf(account) : null,
              count: new Set(uses.map(({ tppId }) => tppId)).size,
            }
          }),
        }}
      />
    </CustomerFrame>
  )
}

const previewHref = (stop: StopQuery) => `/stop/preview?${new URLSearchParams(stopFields(stop))}`

type StopSeveralPageProps = { searchParams: Promise<{ problem?: string }> }
