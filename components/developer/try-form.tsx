import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import type { OperationView } from './operation-view'

/** Headers that the console sends by itself, or that make no sense from a page. */
const LEFT_OUT = /^(X-Request-ID|Digest|Signature|TPP-Signature-Certificate|DPoP|PSU-(?!IP-Address|ID$).*)$/

/** The parameters of an operation as a form. It works without a script. */
export function TryForm({ operation }: { operation: OperationView }) {
  const { id, parameters, needsToken, body } = operation
  return (
    <form action="/developer/try/send" className="grid gap-4" method="post">
      <input name="operation" type="hidden" value={id} />
      {parameters
        .filter(({ name }) => !LEFT_OUT.test(name))
        .map((one) => (
          <Field
            defaultValue={DEFAULTS[one.name] ?? ''}
            hint={`${one.description} (${one.form})`}
            id={`${one.in}.${one.name}`}
            key={`${one.in}.${one.name}`}
            label={one.name}
            maxLength={4_096}
            name={`${one.in}.${one.name}`}
            required={one.required && one.in !== 'header'}
          />
        ))}
      {needsToken ? (
        <Field
          hint="Bearer, a space, and a token that was issued to this console for the consent."
          id="header.Authorization"
          label="Authorization"
          maxLength={4_096}
          name="header.Authorization"
        />
      ) : null}
      {body ? (
        <div>
          <label className="block font-strong text-small" htmlFor="body">
            Body
          </label>
          <textarea
            className="mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label"
            defaultValue={body.example}
            id="body"
            name="body"
            rows={16}
          />
        </div>
      ) : null}
      <Button kind="primary">Send to the sandbox</Button>
    </form>
  )
}

/** From the range that is for documentation (RFC 5737). */
const DEFAULTS: Record<string, string> = { 'PSU-IP-Address': '192.0.2.1' }
