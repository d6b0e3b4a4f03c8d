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
            <code className="block wrap-anywhere font-mono text-label text-muted">{`${method} ${path}`}</code>
          </li>
        ))}
      </ul>
    </Card>
  )
}
