import { z } from 'zod'
import { chooseLanguage, Language } from '@/lib/session/choose-language'
import { requestPage } from '@/lib/session/request-page'
import { sameOriginPath } from '@/lib/session/same-origin-path'
import { visitorForm } from '@/lib/session/visitor-form'

const Choice = z.strictObject({ language: Language })

/**
 * Keeps the choice of a language: in a cookie that the server reads, with the customer who is signed in, so that it holds in
 * their other browsers and for what the bank writes to them, and for the third party's request whose page it was made on.
 */
export const POST = visitorForm(Choice, async ({ input: { language }, request }) => {
  const next = sameOriginPath(new URL(request.url).searchParams.get('next'))
  await chooseLanguage(language, requestPage(next))
  return next
})
