import type { ReactNode } from 'react'
import { Icon } from './icon'

/** What most readers can do without, behind a line that opens it; no script. `open`: from the start. */
export function Fold({ label, open = false, children }: FoldProps) {
  return (
    <details className="group min-w-0" open={open}>
      <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 text-small underline decoration-1 underline-offset-4">
        {label}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  )
}

type FoldProps = { label: string; open?: boolean; children: ReactNode }
