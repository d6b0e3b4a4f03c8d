import type { ReactNode } from 'react'

/** The one account there is to choose: it is chosen, as a line, and posted as `name`. */
export function SoleAccount({ name, id, label, detail, end }: SoleAccountProps) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3 rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3">
      <input name={name} type="hidden" value={id} />
      <span className="min-w-0 grow basis-32">
        <span className="block font-strong">{label}</span>
        <span className="block text-muted text-small">{detail}</span>
      </span>
      <span className="shrink-0 font-strong">{end}</span>
    </div>
  )
}

type SoleAccountProps = { name: string; id: string; label: ReactNode; detail: ReactNode; end: ReactNode }
