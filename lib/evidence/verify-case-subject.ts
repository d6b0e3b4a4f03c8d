import { z } from 'zod'
import type { CaseFault } from './case-file'

/**
 * That every part of a case file but its receipts is about the permission that its manifest names: genuine events, looks and pages of another one
 * prove nothing about it. What the trail has about third party or customer alone names no permission.
 */
export function faultsOfSubject({ permissionId, read }: FaultsOfSubject): CaseFault[] {
  const faults: CaseFault[] = []
  const check = (part: string, own: readonly unknown[]) => {
    if (own.some((id) => id !== permissionId)) faults.push({ part, reason: OF_ANOTHER })
  }
  const events = Rows.safeParse(read('events.json')).data ?? []
  check('events.json', idsOf(events.filter(({ consentId, type }) => consentId !== null || !isApart(type))))
  check('accesses.json', idsOf(Rows.safeParse(read('accesses.json')).data ?? []))
  const shown = Rows.safeParse(read('shown.json')).data ?? []
  check(
    'shown.json',
    shown.map(({ record }) => Row.safeParse(record).data?.consentId),
  )
  return faults
}

/** Said of a part, as of a receipt. */
export const OF_ANOTHER = 'is about another permission'

/** Events without a permission that belong into the file of each that they touch. */
const isApart = (type: unknown) => typeof type === 'string' && /^(tpp\.|preference\.never-)/.test(type)

const idsOf = (rows: readonly z.infer<typeof Row>[]) => rows.map(({ consentId }) => consentId)

const Row = z.record(z.string(), z.unknown())
const Rows = z.array(Row)

/** `read` gives a part of the file, as JSON. */
type FaultsOfSubject = {
  permissionId: string
  read: (part: string) => unknown
}
