import { keepChoice } from '@/app/kept-choice'
import { chooseLanguage, Language } from '@/lib/session/choose-language'
import { visitorForm } from '@/lib/session/visitor-form'
import { PaymentChoice } from '../choice'

/** Draws the page anew in another language, with the account that was picked. Decides nothing. */
export const POST = visitorForm(PaymentChoice.extend({ language: Language }), async ({ input, params }) => {
  const linkId = params.linkId ?? ''
  await keepChoice(linkId, { accountIds: input.accountId ? [input.accountId] : [] })
  await chooseLanguage(input.language, { about: 'payment', id: linkId })
  return `/pay/${encodeURIComponent(linkId)}`
})
