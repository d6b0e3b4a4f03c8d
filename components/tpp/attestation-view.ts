import type { ATTESTATION_KINDS as STORED } from '@/db/schema/posture'

type Kind = (typeof STORED)[number]

/** In the order of the list that is chosen from. */
export const ATTESTATION_KINDS = [
  'iso-27001',
  'soc-2',
  'pci-dss',
  'penetration-test',
  'other',
] as const satisfies readonly Kind[]

/** One statement as a page shows it; `endsOn` is a day, `daysLeft` below 0 once it is over. */
export type AttestationView = {
  id: string
  kind: Kind
  issuer: string
  reference: string
  endsOn: string
  daysLeft: number
  statedByBank: boolean
}
