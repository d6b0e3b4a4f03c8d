import { keepChoice } from '@/app/kept-choice'
import { visitorForm } from '@/lib/session/visitor-form'
import { PaymentChoice } from '../choice'

/** Draws the page anew with the account that was picked; the tick is made on the page that it is about. Decides nothing. */
export const POST = visitorForm(PaymentChoice, async ({ input, params }) => {
  const linkId = params.linkId ?? ''
  await keepChoice(linkId, { accountIds: input.accountId ? [input.accountId] : [] })
  return `/pay/${encodeURIComponent(linkId)}`
})
