import { Table } from '@/components/ui/table'

/** Every code of the interface with the statuses at which it comes, each leading to its page. */
export function ErrorList({ errors }: { errors: ErrorView[] }) {
  return (
    <Table
      caption="Error codes"
      columns={[
        { id: 'code', label: 'Code' },
        { id: 'status', label: 'Status' },
        { id: 'meaning', label: 'Meaning' },
      ]}
      rows={errors.map(({ code, statuses, meaning }) => ({
        id: code,
        cells: {
          code: (
            <a className="font-mono text-label break-all" href={`/developer/errors/${code}`}>
              {code}
            </a>
          ),
          status: statuses.join(', '),
          meaning,
        },
      }))}
    />
  )
}

export type ErrorView = {
  code: string
  statuses: readonly number[]
  meaning: string
  cause: string
  fix: string
  example: string
  ours?: true
}
