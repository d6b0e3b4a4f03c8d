import { Readable } from 'node:stream'
import { bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { fetchExport } from '@/lib/privacy/fetch-export'
import { customerDownload } from '@/lib/session/customer-download'
import { isUuid } from '@/lib/uuid'

/** The file of a copy, handed out piece by piece; the use case checks whose it is and that the passkey was just used. */
export const GET = customerDownload(async ({ customer, params: { exportId = '' } }) => {
  if (!isUuid(exportId)) return null
  const { psuId, authenticatedAt, credentialId } = customer
  const file = await fetchExport({ exportId, psuId, authenticatedAt, credentialId, requestId: null })
  if (!file) return null
  const body = Readable.toWeb(Readable.from(file.pieces)) as ReadableStream<Uint8Array>
  return { name: `my-data-${bankDay(file.readyAt, brand.timeZone)}.zip`, type: 'application/zip', body }
})
