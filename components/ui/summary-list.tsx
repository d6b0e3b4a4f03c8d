import type { ReactNode } from 'react'

/** Terms and what they are, side by side; under each other where the page is narrow. */
export function SummaryList({ rows }: { rows: SummaryRow[] }) {
  return (
    <dl className="text-body">
      {rows.map((row) => (
        <div
          className="border-line border-b py-2.5 last:border-b-0 xs:grid xs:grid-cols-[9rem_1fr] xs:gap-4"
          key={row.id}
        >
          <dt className="text-muted max-xs:text-small">{row.term}</dt>
          <dd className="min-w-0">{row.detail}</dd>
        </div>
      ))}
    </dl>
  )
}

export type SummaryRow = { id: string; term: ReactNode; detail: ReactNode }
