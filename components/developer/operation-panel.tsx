import { Table } from '@/components/ui/table'
import { CodeBlock } from './code-block'
import type { OperationView } from './operation-view'

/** One operation of the contract, folded to its line until somebody wants to know more. */
export function OperationPanel({ operation, canTry }: { operation: OperationView; canTry: boolean }) {
  const { id, method, path, summary, description, parameters, body, answers, errors } = operation
  return (
    <details className="border-line border-b py-2 last:border-b-0" id={id}>
      <summary className="min-h-11 cursor-pointer py-2">
        <code className="font-mono text-label break-all">
          <span className="font-strong">{method}</span> {path}
        </code>
        <span className="block text-muted text-small">{summary}</span>
      </summary>
      <div className="grid gap-5 py-3">
        <p>{description}</p>
        {canTry ? (
          <p>
            <a href={`/developer/try/${id}`}>Call it in the sandbox</a>
          </p>
        ) : null}
        <Table
          caption={`Parameters of ${id}`}
          columns={[
            { id: 'name', label: 'Parameter' },
            { id: 'form', label: 'Form' },
            { id: 'what', label: 'What it is' },
          ]}
          rows={parameters.map((one) => ({
            id: `${one.in} ${one.name}`,
            cells: {
              name: (
                <>
                  <code className="font-mono text-label break-all">{one.name}</code>
                  <span className="block text-muted text-small">{`${one.in}${one.required ? ', required' : ''}`}</span>
                </>
              ),
              form: one.form,
              what: one.description,
            },
          }))}
        />
        {body ? <CodeBlock code={body.schema} label={`Schema of the body of ${id}`} /> : null}
        {answers.map(({ status, example, schema }) => (
          <div className="grid gap-2" key={status}>
            <h4 className="font-strong">{`Answer ${status}`}</h4>
            {example ? (
              <CodeBlock code={example} label={`Example of answer ${status} of ${id}`} />
            ) : (
              <p>Without a body.</p>
            )}
            {schema ? (
              <details>
                <summary className="min-h-11 cursor-pointer py-2 text-small">Schema</summary>
                <CodeBlock code={schema} label={`Schema of answer ${status} of ${id}`} />
              </details>
            ) : null}
          </div>
        ))}
        <Table
          caption={`Errors of ${id}`}
          columns={[
            { id: 'status', label: 'Status' },
            { id: 'codes', label: 'Codes' },
          ]}
          rows={errors.map(({ status, what, codes }) => ({
            id: String(status),
            cells: {
              status: `${status} ${what}`,
              codes: (
                <ul>
                  {codes.map((code) => (
                    <li key={code}>
                      <a className="font-mono text-label break-all" href={`/developer/errors/${code}`}>
                        {code}
                      </a>
                    </li>
                  ))}
                </ul>
              ),
            },
          }))}
        />
      </div>
    </details>
  )
}
