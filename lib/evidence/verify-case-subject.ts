import { z } from 'zod'
import { type CaseFault, RECEIPTS } from './case-file'

/**
 * That every part of a case file is about the permission that its manifest names: genuine events, looks, pages and receipts of another
 * one prove nothing about it. What the trail has about third party or customer alone names no permission.
 */
export function faultsOfSubject({ permissionId, names, read }: FaultsOfSubject): CaseFault[] {
  const faults: CaseFault[] = []
  const check = (part: string, own: readonly unknown[]) => {
    if (own.some((id) => id !== permissionId)) faults.push({ part, reason: 'is about another permission' })
  }
  const events = Rows.safeParse(read('events.json')).data ?? []
  check('events.json', idsOf(events.filter(({ consentId, type }) => consentId !== null || !isApart(type))))
  check('accesses.json', idsOf(Rows.safeParse(read('accesses.json')).data ?? []))
  const shown = Rows.safeParse(read('shown.json')).data ?? []
  check(
    'shown.json',
    shown.map(({ record }) => Row.safeParse(record).data?.consentId),
  )
  for (const name of names.filter((one) => one.startsWith(RECEIPTS)))
    check(name, [subjectOf(Signed.safeParse(read(name)).data?.payload ?? '')])
  return faults
}

/** Events without a permission that belong into the file of each that they touch. */
const isApart = (type: unknown) => typeof type === 'string' && /^(tpp\.|preference\.never-)/.test(type)

const idsOf = (rows: readonly z.infer<typeof Row>[]) => rows.map(({ consentId }) => consentId)

function subjectOf(payload: string): unknown {
  try {
    const receipt = Receipt.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    // What the page said is of the same permission as the decision.
    const about = receipt.allowed?.record.consentId ?? receipt.permission.id
    return about === receipt.permission.id ? about : null
  } catch {
    return null
  }
}

const Row = z.record(z.string(), z.unknown())
const Rows = z.array(Row)
const Signed = z.looseObject({ payload: z.string() })
const Receipt = z.looseObject({
  permission: z.looseObject({ id: z.string() }),
  allowed: z.looseObject({ record: z.looseObject({ consentId: z.string() }) }).nullable(),
})

/** `read` gives a part of the file, as JSON. */
type FaultsOfSubject = {
  permissionId: string
  names: readonly string[]
  read: (part: string) => unknown
}
