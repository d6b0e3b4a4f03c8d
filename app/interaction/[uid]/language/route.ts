import { chooseLanguage, Language } from '@/lib/session/choose-language'
import { visitorForm } from '@/lib/session/visitor-form'
import { keepChoice } from '../../../kept-choice'
import { Choice } from '../choice'

/** Draws the page anew in another language, with what was ticked. Decides nothing. */
export const POST = visitorForm(Choice.extend({ language: Language }), async ({ input, params }) => {
  const uid = params.uid ?? ''
  await keepChoice(uid, input)
  await chooseLanguage(input.language, { about: 'interaction', id: uid })
  return `/interaction/${encodeURIComponent(uid)}`
})
