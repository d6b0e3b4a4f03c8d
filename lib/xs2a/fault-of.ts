import type { ZodError } from 'zod'
import { Refusal } from '@/lib/errors'

const PATH_LENGTH_MAX = 140

/** What a schema may find beside bad form; it says so in the `params.code` of its issue. */
const FAULT_CODES = [
  'format_error',
  'service_invalid',
  'sessions_not_supported',
  'parameter_not_supported',
] as const

export type FaultCode = (typeof FAULT_CODES)[number]

/** The first fault that a schema found, as a refusal that names where it is. */
export function faultOf(error: ZodError, kind: 'field' | 'query parameter'): Refusal {
  const [issue] = error.issues
  if (!issue) return new Refusal('format_error')
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = toPath([...issue.path, ...unknown])
  if (unknown.length > 0)
    return new Refusal('format_error', { path, text: `There is no such ${kind}. Leave it out.` })
  const code = issue.code === 'custom' && FAULT_CODES.find((known) => known === issue.params?.code)
  if (code) return new Refusal(code, { path, text: issue.message })
  return new Refusal('format_error', { path, text: `This ${kind} does not fit: ${issue.message}.` })
}

/** `access.accounts[0].iban`; a stranger's names are cut and made printable. */
function toPath(path: readonly PropertyKey[]): string | undefined {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const plain = text.replace(/^\./, '').replace(/[^\x20-\x7e]/g, '?')
  return plain === '' ? undefined : plain.slice(0, PATH_LENGTH_MAX)
}
