import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Fold } from '@/components/ui/fold'
import type { ConsoleField } from '@/lib/console/console-fields'
import { CodedText } from './coded-text'

/** The parameters of an operation as a form, filled with `values`. It works without a script. */
export function TryForm({ operationId, fields, values, hasBody }: TryFormProps) {
  const toField = (one: ConsoleField) => {
    const name = `${one.in}.${one.name}`
    return <Parameter field={one} id={name} key={name} value={values[name] ?? ''} />
  }
  const more = fields.filter(({ first }) => !first)
  return (
    <form action="/developer/try/send" className="grid gap-4" method="post">
      <input name="operation" type="hidden" value={operationId} />
      {fields.filter(({ first }) => first).map(toField)}
      {more.length > 0 ? (
        <Fold label="More headers">
          <div className="grid gap-4">{more.map(toField)}</div>
        </Fold>
      ) : null}
      {hasBody ? (
        <div>
          <label className="block font-strong text-small" htmlFor="body">
            Body
          </label>
          <textarea
            className="mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label"
            defaultValue={values.body}
            id="body"
            name="body"
            rows={Math.min(24, (values.body ?? '').split('\n').length + 1)}
            spellCheck={false}
          />
        </div>
      ) : null}
      <Button kind="primary">Send to the sandbox</Button>
    </form>
  )
}

function Parameter({ field, id, value }: { field: ConsoleField; id: string; value: string }) {
  const { name, description, form, values, required } = field
  if (!values)
    return (
      <Field
        autoComplete="off"
        defaultValue={value}
        hint={<CodedText>{`${description} (${form})`}</CodedText>}
        id={id}
        label={name}
        maxLength={4_096}
        name={id}
        required={required && field.in === 'path'}
      />
    )
  return (
    <div>
      <label className="block font-strong text-small" htmlFor={id}>
        {name}
      </label>
      <p className="text-muted text-small" id={`${id}-hint`}>
        <CodedText>{description}</CodedText>
      </p>
      <select
        aria-describedby={`${id}-hint`}
        className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink"
        defaultValue={value}
        id={id}
        name={id}
      >
        <option value="">not sent</option>
        {values.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </div>
  )
}

export type TryFormProps = {
  operationId: string
  fields: ConsoleField[]
  values: Record<string, string>
  hasBody: boolean
}
