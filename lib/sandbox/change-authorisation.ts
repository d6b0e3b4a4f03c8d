import 'server-only'
import { z } from 'zod'
import { PSP_ROLES } from '@/lib/eidas/qualified-certificate'
import { type HeldBy, mustBeOwn } from '@/lib/sandbox/held-by'
import { holdFolder } from '@/lib/sandbox/hold-folder'
import {
  getInstitution,
  type Institution,
  readInstitutions,
  writeInstitutions,
} from '@/lib/sandbox/institutions'
import { note } from '@/lib/sandbox/journal'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

/** Of which role, or, where none is named, of the whole authorisation. */
export const WITHDRAWAL = z.strictObject({
  role: z.enum(PSP_ROLES).optional(),
  reason: z.string().trim().min(1).max(200).default('no reason given'),
})
export const RESTORATION = z.strictObject({ role: z.enum(PSP_ROLES).optional() })

/**
 * An authority withdraws an authorisation, or one role of it. Certificates are not touched: that is another request, to the
 * QTSP, as in life. Withdrawing twice changes nothing.
 */
export async function withdrawAuthorisation({ role, reason, ...change }: Withdraw): Promise<Institution> {
  const at = change.now.toISOString()
  return await changeInstitution(change, (institution) => {
    if (!role) {
      if (institution.status === 'withdrawn') return null
      return {
        to: { ...institution, status: 'withdrawn', withdrawnAt: at, reason },
        act: 'withdrawn',
        detail: reason,
      }
    }
    if (!institution.roles.includes(role))
      throw new TrustRefusal('conflict', `${institution.id} was never licensed for ${role}.`)
    if (institution.withdrawnRoles.some((withdrawn) => withdrawn.role === role)) return null
    const withdrawnRoles = [...institution.withdrawnRoles, { role, at, reason }]
    return { to: { ...institution, withdrawnRoles }, act: 'role-withdrawn', detail: `${role}: ${reason}` }
  })
}

/** An authority gives back an authorisation, or one role. What was not withdrawn stays as it is. */
export async function restoreAuthorisation({ role, ...change }: Restore): Promise<Institution> {
  return await changeInstitution(change, (institution) => {
    if (!role) {
      if (institution.status === 'active') return null
      const to = { ...institution, status: 'active' as const, withdrawnAt: null, reason: null }
      return { to, act: 'restored', detail: 'authorisation' }
    }
    const withdrawnRoles = institution.withdrawnRoles.filter((withdrawn) => withdrawn.role !== role)
    if (withdrawnRoles.length === institution.withdrawnRoles.length) return null
    return { to: { ...institution, withdrawnRoles }, act: 'restored', detail: role }
  })
}

async function changeInstitution(
  { folder, id, by, now }: Change,
  change: (institution: Institution) => Changed | null,
): Promise<Institution> {
  return await holdFolder(folder, () => {
    const institution = getInstitution(folder, id)
    mustBeOwn(institution, by)
    const changed = change(institution)
    if (!changed) return institution
    const { to, act, detail } = changed
    writeInstitutions(
      folder,
      readInstitutions(folder).map((one) => (one.id === to.id ? to : one)),
    )
    note(folder, { at: now, act, by, institution: to.id, detail })
    return to
  })
}

type Change = { folder: string; id: string; by: HeldBy; now: Date }
type Changed = { to: Institution; act: 'withdrawn' | 'role-withdrawn' | 'restored'; detail: string }
type Withdraw = Change & z.infer<typeof WITHDRAWAL>
type Restore = Change & z.infer<typeof RESTORATION>
