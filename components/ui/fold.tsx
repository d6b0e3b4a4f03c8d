import type { ReactNode } from 'react'
import { Icon } from './icon'

/** What most readers can do without, behind a line that opens it; no script. */
export function Fold({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group min-w-0">
      <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 text-small underline decoration-1 underline-offset-4">
        {label}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  )
}
