import type { ReactNode } from 'react'

/** One field of a filter with its label above: text, a day, or with `children` a choice. */
export function FilterField({ id, label, value, type = 'search', room = '', children }: FilterFieldProps) {
  return (
    <div className={`min-w-0 ${room}`}>
      <label className="block font-strong text-label" htmlFor={id}>
        {label}
      </label>
      {children ? (
        <select className={LOOK} defaultValue={value} id={id} name={id}>
          {children}
        </select>
      ) : (
        <input
          autoComplete="off"
          className={LOOK}
          defaultValue={value}
          id={id}
          maxLength={120}
          name={id}
          type={type}
        />
      )}
    </div>
  )
}

const LOOK =
  'mt-1 min-h-11 w-full min-w-0 rounded-control border-[1.5px] border-control bg-surface px-3 text-ink'

type FilterFieldProps = {
  id: string
  label: string
  value: string
  type?: 'search' | 'date'
  /** How many columns of its form it takes. */
  room?: string
  /** Options. */
  children?: ReactNode
}
