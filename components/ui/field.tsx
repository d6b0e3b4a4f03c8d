import type { ReactNode } from 'react'

/** One line of text with its label, its hint and, after a refusal, what to change. */
export function Field({ id, label, hint, error, lines, ...input }: FieldProps) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const common = {
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    className: `${LOOK} ${lines ? 'resize-none py-2.5' : 'min-h-12'}`,
    id,
  }
  return (
    <div>
      <label className="block font-strong text-small" htmlFor={id}>
        {label}
      </label>
      {hint ? (
        <p className="text-muted text-small" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="text-danger text-small" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
      {lines ? <textarea {...common} {...input} rows={lines} /> : <input {...common} {...input} />}
    </div>
  )
}

const LOOK =
  'mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink aria-[invalid]:border-danger'

export type FieldProps = {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** What is longer than a phone is wide stands in so many lines, whole. */
  lines?: number
  name: string
  type?: 'text' | 'email' | 'search' | 'tel' | 'url' | 'date'
  defaultValue?: string
  required?: boolean
  minLength?: number
  maxLength?: number
  /** Of a date: the earliest. */
  min?: string
  autoComplete?: string
}
