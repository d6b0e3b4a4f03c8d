import { z } from 'zod'
import type { RefusalCode } from '@/lib/errors'

/** A fault with a code of its own, which the door reads; `field` is the culprit below the schema it was found in. */
export function refuseField({ addIssue }: Context, code: Fault, text: string, field?: string): never {
  addIssue({
    code: 'custom',
    message: text,
    params: { code },
    path: field === undefined ? [] : field.split('.'),
  })
  return z.NEVER
}

type Fault = Extract<RefusalCode, 'format_error' | 'service_invalid' | 'sessions_not_supported'>
type Context = {
  addIssue: (issue: { code: 'custom'; message: string; params: object; path: string[] }) => void
}
