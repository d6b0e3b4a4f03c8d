import type { ReactNode } from 'react'
import { Notice } from './notice'

/** Why the form that led back to this page was refused; nothing where it was not. */
export function ProblemNotice({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <div className="mb-5">
      <Notice alert={true} tone="danger">
        {children}
      </Notice>
    </div>
  )
}
