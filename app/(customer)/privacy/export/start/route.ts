import { getLocale } from 'next-intl/server'
import { z } from 'zod'
import { requestExport } from '@/lib/privacy/request-export'
import { signInPath } from '@/lib/session/customer'
import { customerForm } from '@/lib/session/customer-form'

/** Asks for a copy. A public endpoint: the wrapper checks session and origin, the use case that the passkey was just used. */
export const POST = customerForm(
  z.strictObject({}),
  async ({ customer: { psuId, authenticatedAt, credentialId }, requestId }) => {
    const language = await getLocale()
    await requestExport({ psuId, authenticatedAt, credentialId, language, requestId })
    return '/privacy/export'
  },
  { page: '/privacy/export', signIn: () => signInPath('/privacy/export', true) },
)
