import type { ZodError, z } from 'zod'
import { type Fault, Refusal } from '@/lib/errors'

const PATH_LENGTH_MAX = 140

/** What a schema may find beside bad form; it says so in the `params.code` of its issue. */
const FAULT_CODES = [
  'format_error',
  'service_invalid',
  'sessions_not_supported',
  'parameter_not_supported',
] as const

export type FaultCode = (typeof FAULT_CODES)[number]
type Kind = 'field' | 'query parameter'

/** Every fault that a schema found, as a refusal that names where each is; of one place the first. */
export function faultOf(error: ZodError, kind: Kind): Refusal {
  const faults = error.issues.flatMap((issue) => faultsOf(issue, kind))
  return refusalOf(faults.filter(({ path }, index) => faults.findIndex((one) => one.path === path) === index))
}

/** All that is wrong with a request as one refusal, the first fault before the others. */
export function refusalOf([first, ...also]: readonly Fault[]): Refusal {
  return new Refusal(first?.code ?? 'format_error', { path: first?.path, text: first?.text, also })
}

function faultsOf(issue: z.core.$ZodIssue, kind: Kind): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'format_error',
      path: toPath([...issue.path, key]),
      text: `There is no such ${kind}. Leave it out.`,
    }))
  const path = toPath(issue.path)
  const code = issue.code === 'custom' && FAULT_CODES.find((known) => known === issue.params?.code)
  if (code) return [{ code, path, text: issue.message }]
  return [{ code: 'format_error', path, text: toSentence(issue, kind) }]
}

/** What to send instead: a validator's own English says what is wrong, and often not even that. */
function toSentence(issue: z.core.$ZodIssue, kind: string): string {
  switch (issue.code) {
    case 'invalid_type':
      // The value itself is not kept with the fault; whether there was one only its message still tells.
      return issue.message.endsWith('undefined')
        ? `Send this ${kind}.`
        : `Send this ${kind} as ${nameOf(issue.expected)}.`
    case 'invalid_value':
      // A list with a sentence of its own offers less than it knows.
      if (!issue.message.startsWith('Invalid')) return issue.message
      return `Send one of ${issue.values.map(String).join(', ')} as this ${kind}.`
    case 'invalid_format':
      // A pattern with a sentence of its own says it best.
      if (!issue.message.startsWith('Invalid')) return issue.message
      return FORMATS[issue.format] ?? `Send this ${kind} in the form that the contract gives it.`
    case 'too_big':
      return `Send at most ${issue.maximum}${unitOf(issue.origin)} as this ${kind}.`
    case 'too_small':
      return `Send at least ${issue.minimum}${unitOf(issue.origin)} as this ${kind}.`
    case 'custom':
      return issue.message
    default:
      return `Send this ${kind} as the contract describes it.`
  }
}

const FORMATS: Record<string, string> = {
  date: 'Send a day that exists, as YYYY-MM-DD.',
  datetime: 'Send a moment in UTC, as YYYY-MM-DDThh:mm:ssZ.',
  uuid: 'Send a UUID.',
  url: 'Send an absolute address.',
}

const NAMES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false, without quotes',
  array: 'a list',
  object: 'an object',
}

const nameOf = (type: string) => NAMES[type] ?? `a value of the type ${type}`

const UNITS: Record<string, string> = { string: ' characters', array: ' entries', set: ' entries' }

const unitOf = (origin: string) => UNITS[origin] ?? ''

/** `access.accounts[0].iban`; a stranger's names are cut and made printable. */
function toPath(path: readonly PropertyKey[]): string | undefined {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const plain = text.replace(/^\./, '').replace(/[^\x20-\x7e]/g, '?')
  return plain === '' ? undefined : plain.slice(0, PATH_LENGTH_MAX)
}
