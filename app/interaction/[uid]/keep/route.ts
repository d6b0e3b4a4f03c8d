import { visitorForm } from '@/lib/session/visitor-form'
import { Choice } from '../choice'
import { keepChoice } from '../kept-choice'

/** Draws the page anew with what was ticked: for who stays signed in, and for who has to sign in again. Decides nothing. */
export const POST = visitorForm(Choice, async ({ input, params }) => {
  const uid = params.uid ?? ''
  await keepChoice(uid, input.accountIds)
  return `/interaction/${encodeURIComponent(uid)}`
})
