import { Table } from '@/components/ui/table'
import { CodedText } from './coded-text'

/** Every code of the interface with the statuses at which it comes, each leading to its page. */
export function ErrorList({ errors }: { errors: ErrorView[] }) {
  return (
    <Table
      caption="Error codes"
      columns={[
        { id: 'code', label: 'Code' },
        { id: 'status', label: 'Status', phone: 'max-xs:justify-self-end text-muted' },
        { id: 'meaning', label: 'Meaning', phone: 'max-xs:col-span-2' },
      ]}
      phoneRow="max-xs:grid max-xs:grid-cols-[1fr_auto] max-xs:gap-x-3"
      rows={errors.map(({ code, statuses, meaning }) => ({
        id: code,
        cells: {
          code: (
            <a
              className="-my-1.5 inline-flex min-h-8 items-center font-mono text-label wrap-anywhere"
              href={`/developer/errors/${code}`}
            >
              {code}
            </a>
          ),
          status: statuses.join(', '),
          meaning: <CodedText>{meaning}</CodedText>,
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
