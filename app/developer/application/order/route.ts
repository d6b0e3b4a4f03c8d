import { z } from 'zod'
import { orderCertificates } from '@/lib/developers/certificates'
import { keepOnce } from '@/lib/developers/shown-once'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE } from '../draft'

const CSR = z.string().trim().max(10_000).default('')
const Fields = z.strictObject({
  uses: z.enum(['pair', 'web', 'eseal']),
  webRequest: CSR,
  sealRequest: CSR,
})

/** Orders certificates for the developer's organisation and leads to the page that shows them once. */
export const POST = developerForm(
  Fields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    const orders = [
      { use: 'web' as const, ...(input.webRequest && { csr: input.webRequest }) },
      { use: 'eseal' as const, ...(input.sealRequest && { csr: input.sealRequest }) },
    ].filter(({ use }) => input.uses === 'pair' || input.uses === use)
    const ordered = await orderCertificates({ developerId, tppId, orders, requestId, now })
    return `${APPLICATION_PAGE}/certificates?shown=${keepOnce(developerId, ordered)}`
  },
  { page: APPLICATION_PAGE },
)
