import { Section } from '@/components/ui/card'
import { Fold } from '@/components/ui/fold'
import { Table } from '@/components/ui/table'
import { CodeBlock } from './code-block'
import { CodedText } from './coded-text'
import type { OperationView } from './operation-view'

/** One operation of the contract: what goes in, what comes back, and what can go wrong. */
export function OperationDetail({ operation }: { operation: OperationView }) {
  const { id, body, answers, errors } = operation
  const headers = operation.byHttp.map((one) => ({ ...one, in: 'header', required: false }))
  const parameters = [...operation.parameters, ...headers]
  return (
    <>
      <Section id="parameters" title="Parameters">
        <Table
          caption={`Parameters of ${id}`}
          columns={[
            { id: 'name', label: 'Parameter' },
            { id: 'form', label: 'Form', phone: 'text-muted' },
            { id: 'what', label: 'What it is' },
          ]}
          phoneRow="max-xs:block"
          rows={parameters.map((one) => ({
            id: `${one.in} ${one.name}`,
            cells: {
              name: (
                <>
                  <code className="font-mono text-label wrap-anywhere">{one.name}</code>
                  <span className="block text-muted text-small">{`${one.in}${one.required ? ', required' : ''}`}</span>
                </>
              ),
              form: <span className="break-words">{one.form}</span>,
              what: <CodedText>{one.description}</CodedText>,
            },
          }))}
        />
      </Section>
      {body ? (
        <Section id="body" title="Body">
          <Sample example={body.example} label="the body" schema={body.schema} />
        </Section>
      ) : null}
      {answers.map(({ status, example, schema }) => (
        <Section id={`answer-${status}`} key={status} title={`Answer ${status}`}>
          {example && schema ? (
            <Sample example={example} label={`answer ${status}`} schema={schema} />
          ) : (
            <p>Without a body.</p>
          )}
        </Section>
      ))}
      <Section id="errors" title="Errors">
        <Table
          caption={`Errors of ${id}`}
          columns={[
            { id: 'status', label: 'Status' },
            { id: 'codes', label: 'Codes' },
          ]}
          phoneRow="max-xs:block"
          rows={errors.map(({ status, what, codes }) => ({
            id: String(status),
            cells: {
              status: `${status} ${what}`,
              codes: (
                <ul className="-my-1.5">
                  {codes.map((code) => (
                    <li key={code}>
                      <a
                        className="inline-flex min-h-8 items-center font-mono text-label wrap-anywhere"
                        href={`/developer/errors/${code}`}
                      >
                        {code}
                      </a>
                    </li>
                  ))}
                </ul>
              ),
            },
          }))}
        />
      </Section>
    </>
  )
}

function Sample({ example, schema, label }: { example: string; schema: string; label: string }) {
  return (
    <div className="grid gap-2 *:min-w-0">
      <CodeBlock code={example} label={`Example of ${label}`} />
      <Fold label="Schema">
        <CodeBlock code={schema} label={`Schema of ${label}`} />
      </Fold>
    </div>
  )
}
