import type { ReactNode } from 'react'

/** One line of text with its label, its hint and, after a refusal, what to change. */
export function Field({ id, label, hint, error, ...input }: FieldProps) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
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
      <input
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
        className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink aria-[invalid]:border-danger"
        id={id}
        {...input}
      />
    </div>
  )
}

export type FieldProps = {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  name: string
  type?: 'text' | 'email' | 'search'
  defaultValue?: string
  required?: boolean
  maxLength?: number
  autoComplete?: string
}
