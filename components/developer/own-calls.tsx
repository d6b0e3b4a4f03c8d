import { useFormats } from '@/components/format'
import { Table } from '@/components/ui/table'
import type { SeenCall } from '@/lib/tpp/last-calls'
import { ZoneNote } from './zone-note'

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
          rows={calls.map(({ id, at, method, route, status, code, requestId, refused }) => ({
            id,
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
                  {refused ? <Refused {...refused} /> : null}
                </>
              ),
              request: <code className="break-all font-mono text-label">{requestId ?? 'none'}</code>,
            },
          }))}
        />
      )}
      {calls.length > 0 ? <ZoneNote /> : null}
      <p className="mt-3 max-w-prose text-muted text-small">
        Calls that were refused for a certificate of yours stand here once a minute, with the last request.{' '}
        <a href="/developer/certificate">Each step of the verdict</a> can be looked at. If you did not make
        them, somebody else has the key: revoke the certificate. One that names you and that no listed CA
        issued is nobody&apos;s and does not stand here.
      </p>
    </>
  )
}

/** Why its certificate was refused, and how often within that minute. */
function Refused({ reason, count }: NonNullable<SeenCall['refused']>) {
  return (
    <span className="block text-muted text-small">
      <code className="break-all font-mono text-label">{reason}</code>
      {count > 1 ? `, ${count} times` : null}
    </span>
  )
}
