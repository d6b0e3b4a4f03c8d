import { takeBackNever } from '@/lib/consent/take-back-never'
import { donePath, neverForm } from '../../never-form'
import { neverOf } from '../../never-query'

/** It may be shared again. Only just after the passkey was used: it opens what was shut. */
export const POST = neverForm(async ({ customer, query, requestId }) => {
  const { psuId, authenticatedAt, credentialId } = customer
  await takeBackNever({ psuId, never: neverOf(query), authenticatedAt, credentialId, requestId })
  return donePath(query)
})
