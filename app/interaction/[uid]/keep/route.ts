import { visitorForm } from '@/lib/session/visitor-form'
import { keepChoice } from '../../../kept-choice'
import { Choice } from '../choice'

/**
 * Draws the page anew with what was ticked: for who stays signed in, for who has to sign in again, and for who searches among
 * many accounts. Decides nothing.
 */
export const POST = visitorForm(Choice, async ({ input, params }) => {
  const uid = params.uid ?? ''
  await keepChoice(uid, input)
  const path = `/interaction/${encodeURIComponent(uid)}`
  const find = input.all ? undefined : input.find?.trim()
  if (find) return `${path}?${new URLSearchParams({ find })}#accounts`
  return input.all ? `${path}#accounts` : path
})
