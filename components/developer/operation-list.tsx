import { Fragment } from 'react'
import { Card } from '@/components/ui/card'
import type { OperationView } from './operation-view'

/** The operations of one kind, each leading to its page. */
export function OperationList({ operations }: { operations: OperationView[] }) {
  return (
    <Card>
      <ul>
        {operations.map(({ id, method, path, summary }) => (
          <li className="border-line border-b py-2 last:border-b-0" key={id}>
            <a className="inline-flex min-h-11 items-center" href={`/developer/reference/${id}`}>
              {summary}
            </a>
            <code className="block wrap-anywhere font-mono text-label text-muted">
              {`${method} `}
              <Address path={path} />
            </code>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** On a phone a path goes on in the next line between two of its parts, never within a word. */
const Address = ({ path }: { path: string }) =>
  path.split(/(?<=.)(?=\/)/).map((part) => (
    <Fragment key={part}>
      <wbr />
      {part}
    </Fragment>
  ))
