import type { tpps } from '@/db/schema/tpps'
import { brand } from '@/lib/brand'
import { GROUND_CLAUSES, type TppDecision } from './tpp-decision'

/**
 * The report of PSD2 Art. 68(6): the relevant details of the case and the reasons for taking action. It names no person:
 * neither customers nor, of the bank, more than that two members of staff
 * decided. What there is nothing to say of is left out.
 */
export function reportToAuthority({ decision, tpp, now }: ReportToAuthority): Record<string, unknown> {
  const { id, action, ground, endsAt } = decision
  const report = {
    report: KINDS[action],
    legalBasis: 'Directive (EU) 2015/2366, Art. 68(5) and (6)',
    reference: id,
    reportedAt: now.toISOString(),
    bank: { name: brand.name, authority: brand.authority, phone: brand.phone },
    thirdParty: {
      organizationIdentifier: tpp.id,
      legalName: tpp.legalName,
      country: tpp.country,
      authority: { id: tpp.authorityId, name: tpp.authorityName },
      roles: tpp.roles,
    },
    reason: ground === null ? null : { code: ground, clause: GROUND_CLAUSES[ground] },
    details: decision.note,
    toldToThirdParty: decision.tppText,
    toldToCustomers: decision.customersText,
    takesEffectAt: (endsAt ?? now).toISOString(),
    affected: { consents: decision.consentsAffected, customers: decision.customersAffected },
    decided: {
      proposedAt: decision.requestedAt.toISOString(),
      approvedAt: decision.decidedAt?.toISOString() ?? null,
      by: decision.requestedBy === null ? 'the register of the authority' : 'two members of staff',
    },
  }
  return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== null))
}

const KINDS = {
  pause: 'access denied',
  resume: 'access restored',
  end: 'access to end',
} as const

type ReportToAuthority = { decision: TppDecision; tpp: typeof tpps.$inferSelect; now: Date }
