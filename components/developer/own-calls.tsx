import { useFormats } from '@/components/format'
import { Table } from '@/components/ui/table'
import type { SeenCall } from '@/lib/tpp/find-third-party'

/** What became of the last calls, refused ones too; nothing of whose data they were about. */
export function OwnCalls({ calls }: { calls: SeenCall[] }) {
  const formats = useFormats()
  return (
    <>
      {calls.length === 0 ? (
        <p className="text-muted">None yet.</p>
      ) : (
        <Table
          caption="Your last calls"
          columns={[
            { id: 'at', label: 'When' },
            { id: 'call', label: 'Call' },
            { id: 'outcome', label: 'Outcome' },
            { id: 'request', label: 'X-Request-ID' },
          ]}
          rows={calls.map(({ callId, at, method, route, status, code, requestId }) => ({
            id: callId,
            cells: {
              at: formats.dateTime(at.toISOString()),
              call: <code className="break-all font-mono text-label">{`${method} ${route}`}</code>,
              outcome: (
                <>
                  {status}{' '}
                  {code ? (
                    <a className="break-all font-mono text-label" href={`/developer/errors/${code}`}>
                      {code}
                    </a>
                  ) : null}
                </>
              ),
              request: <code className="break-all font-mono text-label">{requestId ?? 'none'}</code>,
            },
          }))}
        />
      )}
      <p className="mt-3 max-w-prose text-muted text-small">
        A call whose certificate is refused is nobody&apos;s and does not stand here. Its answer says why, and{' '}
        <a href="/developer/certificate">each step of the verdict</a> can be looked at.
      </p>
    </>
  )
}
