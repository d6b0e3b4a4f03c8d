import 'server-only'
import { z } from 'zod'
import { OFFERED, PSEUDO } from '@/i18n/languages'
import { env } from '@/lib/env'
import { chooseForRequest, type RequestPage } from '@/lib/psu/asked-languages'
import { keepLanguage } from '@/lib/psu/keep-language'
import { peekCustomer } from './customer'
import { writeLanguage } from './language-cookie'

/** What a form may choose. */
export const Language = env.SANDBOX ? z.enum([...OFFERED, PSEUDO]) : z.enum(OFFERED)

/**
 * Keeps a language: in a cookie, with the customer who is signed in, and for the third party's request on whose page it was
 * chosen. Only in a handler.
 */
export async function chooseLanguage(
  language: z.infer<typeof Language>,
  asking: Pick<RequestPage, 'about' | 'id'> | null,
): Promise<void> {
  await writeLanguage(language)
  if (asking) await chooseForRequest(asking, language)
  const customer = await peekCustomer()
  if (customer) await keepLanguage(customer, language)
}
