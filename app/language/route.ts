import { z } from 'zod'
import { OFFERED, PSEUDO } from '@/i18n/languages'
import { env } from '@/lib/env'
import { chooseForRequest } from '@/lib/psu/asked-languages'
import { keepLanguage } from '@/lib/psu/keep-language'
import { peekCustomer } from '@/lib/session/customer'
import { writeLanguage } from '@/lib/session/language-cookie'
import { requestUid } from '@/lib/session/request-language'
import { sameOriginPath } from '@/lib/session/same-origin-path'
import { visitorForm } from '@/lib/session/visitor-form'

const Choice = z.strictObject({ language: env.SANDBOX ? z.enum([...OFFERED, PSEUDO]) : z.enum(OFFERED) })

/**
 * Keeps the choice of a language: in a cookie that the server reads, with the customer who is signed in, so that it holds in
 * their other browsers and for what the bank writes to them, and for the third party's request whose page it was made on.
 */
export const POST = visitorForm(Choice, async ({ input: { language }, request }) => {
  await writeLanguage(language)
  const next = sameOriginPath(new URL(request.url).searchParams.get('next'))
  const uid = requestUid(next)
  if (uid) await chooseForRequest(uid, language)
  const customer = await peekCustomer()
  if (customer) await keepLanguage(customer, language)
  return next
})
