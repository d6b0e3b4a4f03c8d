import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Fold } from '@/components/ui/fold'

/** Whom the bank reaches in an incident; all of it empty takes it away. `draft` is what was typed and refused. */
export function ContactForm({ action, label, save, button, known, draft = null }: ContactFormProps) {
  const t = useTranslations('posture.contact')
  return (
    <Fold label={label} open={draft !== null}>
      <form action={action} className="grid max-w-prose grid-cols-1 gap-4" method="post">
        {FIELDS.map(({ name, type, lengthMax }) => (
          <Field
            autoComplete="off"
            defaultValue={(draft ?? known)?.[name] ?? ''}
            error={draft?.faults[name]}
            hint={t(`${name}Hint`)}
            id={`contact-${name}`}
            key={name}
            label={t(name)}
            maxLength={lengthMax}
            name={name}
            type={type}
          />
        ))}
        <p>
          <button className={button} type="submit">
            {save}
          </button>
        </p>
      </form>
    </Fold>
  )
}

const FIELDS = [
  { name: 'mail', type: 'email', lengthMax: 200 },
  { name: 'phone', type: 'tel', lengthMax: 30 },
  { name: 'securityTxt', type: 'url', lengthMax: 300 },
] as const

export type ContactView = { mail: string | null; phone: string | null; securityTxt: string | null }
export type ContactFormProps = {
  action: string
  label: string
  save: string
  button: string
  known: ContactView | null
  draft?: (ContactView & { faults: { [name in keyof ContactView]?: string } }) | null
}
