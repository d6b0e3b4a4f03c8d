// biome-ignore-all lint/a11y/noRedundantRoles: Safari drops the roles of a table whose parts are displayed as blocks
import type { ReactNode } from 'react'

/**
 * Rows under column heads. On a phone each row becomes a small list of heads and cells, or, with `phoneRow`, a grid
 * in which each column has its place: nothing scrolls sideways.
 */
export function Table({ caption, columns, rows, phoneRow }: TableProps) {
  const cell = phoneRow ? `${CELL} max-xs:block` : `${CELL} ${LABELLED}`
  return (
    <table className="w-full border-collapse text-small max-xs:block" role="table">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-xs:sr-only" role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              className={`${HEAD} ${column.number ? 'text-end' : 'text-start'}`}
              key={column.id}
              role="columnheader"
              scope="col"
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-xs:block" role="rowgroup">
        {rows.map((row) => (
          <tr
            className={`border-line border-b last:border-b-0 max-xs:py-2.5 ${phoneRow ?? 'max-xs:block'}`}
            key={row.id}
            role="row"
          >
            {columns.map((column) => (
              <td
                className={`${cell} ${column.number ? 'xs:text-end' : 'text-start'} ${column.phone ?? ''}`}
                key={column.id}
                role="cell"
              >
                {phoneRow ? null : (
                  <span aria-hidden="true" className="text-muted xs:hidden">
                    {column.label}
                  </span>
                )}
                <span className="min-w-0">{row.cells[column.id]}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const HEAD = 'border-line border-b px-2 py-2 font-strong text-label text-muted first:ps-0 last:pe-0'
const CELL = 'px-2 py-2.5 align-top first:ps-0 last:pe-0 max-xs:px-0 max-xs:py-0.5'
const LABELLED = 'max-xs:flex max-xs:justify-between max-xs:gap-4'

export type TableProps = {
  caption: string
  columns: { id: string; label: string; number?: boolean; phone?: string }[]
  rows: { id: string; cells: Record<string, ReactNode> }[]
  phoneRow?: string
}
