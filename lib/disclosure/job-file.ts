import { z } from 'zod'
import { ALPHABETS, widthMin } from './alphabet'
import { DATA_CLASSES } from './disclosure-rule'

/** A name as it stands in the file: its bytes, one character each. */
const name = z.string().min(1).max(200).transform(bytesOf)

const layout = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('csv'),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    header: z.boolean().default(true),
    columns: z.array(name).min(1).max(1_000),
  }),
  z.strictObject({ format: z.literal('pattern'), pattern: z.string().min(1).max(4_000).transform(bytesOf) }),
  z.strictObject({ format: z.literal('json-lines') }),
])

const protectedField = z
  .strictObject({
    class: z.enum(Object.keys(DATA_CLASSES) as [keyof typeof DATA_CLASSES]),
    /** By name, or spelled out. */
    alphabet: z
      .string()
      .min(2)
      .max(95)
      .regex(/^[ -~]+$/),
    width: z.number().int().min(2).max(100),
    keep: z.number().int().min(0).max(98).default(0),
    tweakBy: name.optional(),
  })
  .transform((field) => ({
    ...field,
    alphabet: Object.entries(ALPHABETS).find(([known]) => known === field.alphabet)?.[1] ?? field.alphabet,
  }))
  .refine(
    ({ alphabet }) => new Set(alphabet).size === alphabet.length,
    'a character stands twice in the alphabet',
  )
  .refine(
    ({ alphabet }) => !/["\\,;|]/.test(alphabet),
    'quotes, backslashes and delimiters cannot be in an alphabet',
  )
  .refine(
    ({ alphabet, width, keep }) => width - keep >= widthMin(alphabet),
    'the field has fewer than a million values: make it wider, or keep less (NIST SP 800-38G)',
  )

/** What a job says, strictly: a word that is not known is refused, for it may have been meant. Paths are from the job's folder. */
export const JobFile = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    input: z.string().min(1),
    output: z.string().min(1),
    /** Which key makes and opens the tokens; another name is another key. */
    tokens: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .default('1'),
    layout,
    protected: z.record(name, protectedField).refine((fields) => Object.keys(fields).length > 0),
    preference: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('row'), field: name, yes: name, no: name }),
      z.strictObject({ from: z.literal('record'), customer: name }),
    ]),
    basis: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('opt-in') }),
        z.strictObject({ kind: z.literal('opt-out'), legalBasis: z.string().trim().min(10).max(500) }),
      ])
      .default({ kind: 'opt-in' }),
    /** A certificate file (PEM), and whether it is a QWAC (web) or a QSealC (eseal). */
    recipient: z.strictObject({ certificate: z.string().min(1), use: z.enum(['web', 'eseal']) }),
  })
  .superRefine((job, context) => {
    const fields = fieldsOf(job)
    for (const message of faultsOf(job.layout, fields)) context.addIssue({ code: 'custom', message })
    // A tweak or a preference that is a token itself would be read before it is opened.
    for (const field of openFieldsOf(job))
      if (job.protected[field])
        context.addIssue({
          code: 'custom',
          message: `${field} is protected and cannot be a preference or a tweak`,
        })
  })

/** Every field that a job looks at in a row: the protected ones first, in the job's order, then the others. */
export function fieldsOf(job: Asked): string[] {
  return [...new Set([...Object.keys(job.protected), ...openFieldsOf(job)])]
}

/** Those that are read as they stand: whose the row is, and what tweaks its tokens. */
function openFieldsOf({ protected: fields, preference }: Asked): string[] {
  const own = preference.from === 'row' ? preference.field : preference.customer
  return [own, ...Object.values(fields).flatMap(({ tweakBy }) => tweakBy ?? [])]
}

/** What keeps a layout from having each field exactly once. */
function faultsOf(layout: Layout, fields: readonly string[]): string[] {
  if (layout.format === 'csv')
    return fields
      .filter((field) => layout.columns.filter((column) => column === field).length !== 1)
      .map((field) => `${field} must be exactly one of the columns`)
  if (layout.format === 'json-lines') return []
  try {
    new RegExp(layout.pattern)
  } catch {
    return ['the pattern is no regular expression']
  }
  return fields
    .filter((field) => !layout.pattern.includes(`(?<${field}>`))
    .map((field) => `the pattern has no group (?<${field}>…)`)
}

/** A file's bytes as text, one character each. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

type Asked = Pick<Job, 'protected' | 'preference'>
export type Job = z.infer<typeof JobFile>
export type Layout = Job['layout']
