// biome-ignore-all lint/a11y/noRedundantRoles: Safari drops the roles of a table whose parts are displayed as blocks
import type { ReactNode } from 'react'

/**
 * Rows under column heads. On a phone each row becomes a small list of heads and cells, or, with `phoneRow`, a grid
 * in which each column has its place: nothing scrolls sideways. One of many columns is `wide`: it is such a list, in as many
 * columns as have room, until the page is wide enough for all of them.
 */
export function Table({ caption, columns, rows, phoneRow, wide = false }: TableProps) {
  const looks = wide ? WIDE : NARROW
  const cell = phoneRow ? `${CELL} ${looks.cell} max-xs:block` : `${CELL} ${looks.cell} ${looks.labelled}`
  return (
    <table className={`w-full border-collapse text-small ${looks.block}`} role="table">
      <caption className="sr-only">{caption}</caption>
      <thead className={looks.hidden} role="rowgroup">
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
      <tbody className={looks.body} role="rowgroup">
        {rows.map((row) => (
          <tr
            className={`border-line border-b last:border-b-0 ${looks.row} ${phoneRow ?? looks.block}`}
            key={row.id}
            role="row"
          >
            {columns.map((column) => (
              <td
                className={`${cell} ${column.number ? looks.number : 'text-start'} ${column.phone ?? ''}`}
                key={column.id}
                role="cell"
              >
                {phoneRow ? null : (
                  <span aria-hidden="true" className={`text-muted ${looks.label}`}>
                    {column.label}
                  </span>
                )}
                <span className={phoneRow ? undefined : VALUE}>{row.cells[column.id]}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const HEAD = 'border-line border-b px-2 py-2 font-strong text-label text-muted first:ps-0 last:pe-0'
const CELL = 'px-2 py-2.5 align-top first:ps-0 last:pe-0'
/** Beside its head on a line of their own; under it where the letters are large. */
const VALUE = 'min-w-0 flex-[3_1_9rem]'
const NARROW = {
  block: 'max-xs:block',
  body: 'max-xs:block',
  hidden: 'max-xs:sr-only',
  row: 'max-xs:py-2.5',
  cell: 'max-xs:px-0 max-xs:py-0.5 max-xs:wrap-anywhere',
  labelled: 'max-xs:flex max-xs:flex-wrap max-xs:items-baseline max-xs:gap-x-4',
  label: 'flex-[2_1_6rem] xs:hidden',
  number: 'xs:text-end',
}
const WIDE = {
  block: 'max-lg:block',
  body: 'max-lg:grid max-lg:gap-x-8 max-lg:grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))]',
  hidden: 'max-lg:sr-only',
  row: 'max-lg:py-2.5',
  cell: 'max-lg:px-0 max-lg:py-0.5 max-lg:wrap-anywhere',
  labelled: 'max-lg:flex max-lg:flex-wrap max-lg:items-baseline max-lg:gap-x-4',
  label: 'flex-[2_1_6rem] lg:hidden',
  number: 'lg:text-end',
}

export type TableProps = {
  caption: string
  columns: { id: string; label: ReactNode; number?: boolean; phone?: string }[]
  rows: { id: string; cells: Record<string, ReactNode> }[]
  phoneRow?: string
  wide?: boolean
}
