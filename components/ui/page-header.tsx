import type { ReactNode } from 'react'

/** The page's one `h1` with the line above it and what belongs beside it. */
export function PageHeader({ title, eyebrow, mark, children }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {eyebrow ? <p className="mb-1 text-muted text-small">{eyebrow}</p> : null}
      <div className="flex flex-wrap items-start gap-x-3.5 gap-y-2">
        {mark}
        <div className="min-w-0 grow basis-40">
          <h1 className="text-h1 sm:text-h1-wide">{title}</h1>
          {children}
        </div>
      </div>
    </header>
  )
}

export type PageHeaderProps = {
  title: ReactNode
  eyebrow?: ReactNode
  mark?: ReactNode
  children?: ReactNode
}
