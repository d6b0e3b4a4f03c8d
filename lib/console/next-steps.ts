import { z } from 'zod'
import { env } from '@/lib/env'
import { listErrors } from '@/lib/xs2a/list-errors'
import type { SandboxAnswer } from './call-sandbox'
import { jsonOf, serviceOf } from './learn-answer'

/** Where the bank leads a customer. */
const PAGES = ['/interaction/', '/pay/']
const ACCOUNTS_MAX = 4

const HOW =
  'in this browser; where the sandbox runs, `npm run activation -- bo` prints a link that makes one.'
const WHO = {
  Consent: `This takes the passkey of a sandbox customer ${HOW}`,
  FundsConsent: `The account is Bo Henriksen's. This takes his passkey ${HOW}`,
  Payment: `This takes the passkey of a sandbox customer who has euros ${HOW}`,
}

const account = z.object({ resourceId: z.string(), name: z.string().optional() })
const told = z.object({
  tppMessages: z.array(z.object({ category: z.string(), code: z.string() })).optional(),
  scaStatus: z.string().optional(),
  accounts: z.array(account).optional(),
  cardAccounts: z.array(account).optional(),
  transactions: z.object({ booked: z.array(z.object({ transactionId: z.string() })).optional() }).optional(),
  _links: z
    .object({
      scaRedirect: z.object({ href: z.string() }).optional(),
      startAuthorisation: z.object({ href: z.string() }).optional(),
    })
    .optional(),
})

/** Where a developer goes from an answer: to what its error means, to the customer's page, or to the next request. */
export function nextSteps(operationId: string, { answer }: SandboxAnswer): Step[] {
  const { data } = told.safeParse(jsonOf(answer))
  if (!data) return []
  const service = serviceOf(operationId)
  const code = data.tppMessages?.find(({ category }) => category === 'ERROR')?.code
  const error = listErrors().find((listed) => listed.code === code)
  if (error) return [{ href: `/developer/errors/${error.code}`, label: `What ${error.code} means` }]
  const page = data._links?.scaRedirect?.href
  if (page && PAGES.some((path) => page.startsWith(`${env.PUBLIC_ORIGIN}${path}`)))
    return [{ href: page, label: 'Be the customer: open their page', note: WHO[service] }]
  if (data._links?.startAuthorisation) return [to(`start${service}Authorisation`, 'Start the authorisation')]
  if (/^update/.test(operationId) && data.scaStatus === 'finalised')
    return service === 'Consent'
      ? [to('listAccounts', 'List the accounts'), to('listCardAccounts', 'List the card accounts')]
      : [to('confirmFunds', 'Ask whether money is there')]
  const [one] = data.transactions?.booked ?? []
  if (operationId === 'listTransactions' && one) return [to('getTransaction', 'Read the newest transaction')]
  return [...ofAccounts('', data.accounts), ...ofAccounts('Card', data.cardAccounts)]
}

const ofAccounts = (kind: '' | 'Card', accounts: z.infer<typeof account>[] = []) =>
  accounts.slice(0, ACCOUNTS_MAX).flatMap(({ resourceId, name }) => {
    const query = `?account-id=${encodeURIComponent(resourceId)}`
    const label = name ?? 'the account'
    return [
      to(`list${kind}Balances`, `Balances of ${label}`, query),
      to(`list${kind}Transactions`, `Transactions of ${label}`, query),
    ]
  })

const to = (operationId: string, label: string, query = ''): Step => ({
  href: `/developer/try/${operationId}${query}`,
  label,
})

/** `note`: what has to be there before. */
export type Step = { href: string; label: string; note?: string }
