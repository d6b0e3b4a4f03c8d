import type { ReactNode } from 'react'

/** One of several, in the browser's own list: it needs no script and every reader knows it. */
export function SelectField({ id, label, name, options, value, fault }: SelectFieldProps) {
  return (
    <div className="min-w-0">
      <label className="block font-strong text-small" htmlFor={id}>
        {label}
      </label>
      <select
        aria-describedby={fault}
        aria-invalid={fault ? true : undefined}
        className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink aria-[invalid]:border-danger"
        defaultValue={value}
        id={id}
        name={name}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

type SelectFieldProps = {
  id: string
  label: ReactNode
  name: string
  options: { value: string; label: string }[]
  value: string
  /** The id of the words that say what is wrong with it. */
  fault?: string | undefined
}
