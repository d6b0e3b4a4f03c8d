import { z } from 'zod'
import { revokeCertificate } from '@/lib/developers/certificates'
import { REVOCATION_REASONS } from '@/lib/sandbox/revocation-reasons'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE } from '../draft'

const Fields = z.strictObject({
  serial: z.string().regex(/^[0-9a-f]{1,40}$/),
  reason: z.enum(REVOCATION_REASONS),
})

/** Has the trust service revoke one of the organisation's own certificates. */
export const POST = developerForm(
  Fields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    await revokeCertificate({ ...input, developerId, tppId, requestId, now })
    return `${APPLICATION_PAGE}?revoked#certificates`
  },
  { page: APPLICATION_PAGE },
)
