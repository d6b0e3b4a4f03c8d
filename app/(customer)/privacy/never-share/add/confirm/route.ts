import { neverShare } from '@/lib/consent/never-share'
import { donePath, neverForm } from '../../never-form'
import { neverOf } from '../../never-query'

/** From now on it is never shared, and what was shared against that goes. One tap: it gives less. */
export const POST = neverForm(async ({ customer: { psuId }, query, requestId }) => {
  await neverShare({ psuId, never: neverOf(query), requestId })
  return donePath(query)
})
