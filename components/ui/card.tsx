import type { ReactNode } from 'react'

/** A surface on the paper: 12 px corners, one thin rule, the only shadow level. */
export function Card({ children, flush = false }: { children: ReactNode; flush?: boolean }) {
  return (
    <div className={`rounded-card border border-line bg-surface shadow-card ${flush ? '' : 'p-4'}`}>
      {children}
    </div>
  )
}

/** A section with its heading; `aside` stands at the end of the heading's line. */
export function Section({ title, id, children, aside }: SectionProps) {
  return (
    <section aria-labelledby={id} className="mt-7 first:mt-0 sm:mt-8">
      <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-heading text-h2 sm:text-[1.125rem]" id={id}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

type SectionProps = { title: ReactNode; id: string; children: ReactNode; aside?: ReactNode }
