import type { ReactNode } from 'react'

/** A tick box or a radio button whose whole row is the target. */
export function ChoiceRow({
  type,
  name,
  value,
  label,
  detail,
  end,
  defaultChecked,
  required,
  framed = true,
}: ChoiceRowProps) {
  return (
    <label
      className={`flex min-h-12 cursor-pointer items-start gap-3 py-3 ${
        framed
          ? 'rounded-control border-[1.5px] border-control bg-surface px-3.5 has-checked:border-primary'
          : ''
      }`}
    >
      <input
        className={`mt-0.5 size-5 shrink-0 cursor-pointer ${type === 'checkbox' ? 'tick-box' : 'pick-dot'}`}
        defaultChecked={defaultChecked}
        name={name}
        required={required}
        type={type}
        value={value}
      />
      <span className="flex min-w-0 grow flex-wrap justify-between gap-x-3">
        <span className="min-w-0 grow basis-32">
          <span className={`block ${framed ? 'font-strong' : ''}`}>{label}</span>
          {detail ? <span className="block text-muted text-small">{detail}</span> : null}
        </span>
        {end ? <span className="shrink-0 font-strong text-body">{end}</span> : null}
      </span>
    </label>
  )
}

export type ChoiceRowProps = {
  type: 'checkbox' | 'radio'
  name: string
  value: string
  label: ReactNode
  detail?: ReactNode
  end?: ReactNode
  defaultChecked?: boolean
  required?: boolean
  framed?: boolean
}
