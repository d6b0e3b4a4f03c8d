import { PERSONAS } from '@/db/seed/personas'
import { STAFF } from '@/db/seed/staff'
import { now } from '@/lib/clock'
import { env } from '@/lib/env'
import { issueActivationCode } from '@/lib/psu/issue-activation-code'
import { issueStaffActivation } from '@/lib/staff/staff-activation'

/**
 * A new activation link for a customer of the sandbox, or one of its staff (`staff:operator`), or for a customer the code of a
 * letter to get back in with (`letter`), or a link as a bank gives it to who has had a passkey before (`reset`). What was given
 * to them before is dead. Null where nobody is called that.
 */
export async function issueLink(wanted: string, kind?: string): Promise<string | null> {
  const colleague = Object.entries(STAFF).find(([key]) => `staff:${key}` === wanted)
  if (colleague) {
    const [, { id: staffId }] = colleague
    const { code } = await issueStaffActivation({ staffId, actor: 'staff:sandbox', now: await now() })
    return `${env.PUBLIC_ORIGIN}/staff/activate#${code}`
  }
  const found = Object.entries(PERSONAS).find(([key, { name }]) => key === wanted || name === wanted)
  if (!found) return null
  const { code } = await issueActivationCode({
    psuId: found[1].id,
    purpose: kind === 'letter' ? 'recover' : 'enrol',
    ...(kind === undefined ? { settledBecause: 'sandbox' as const } : {}),
    actor: 'staff:sandbox',
    requestId: null,
    now: await now(),
  })
  return kind === 'letter' ? code : `${env.PUBLIC_ORIGIN}/activate#${code}`
}

/** By what names `issueLink` knows people. */
export const LINK_NAMES = [...Object.keys(PERSONAS), ...Object.keys(STAFF).map((key) => `staff:${key}`)]
