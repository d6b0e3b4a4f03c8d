import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'

const AREA =
  'mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label'

/** Where customers are sent back to, and how the application authenticates. `draft` is what was typed and refused. */
export function ApplicationForm({ known, draft, hasCertificates }: ApplicationFormProps) {
  if (!known)
    return (
      <p className="text-muted">
        {hasCertificates
          ? 'The bank takes an organisation into its register by its first good call. Make one to the interface with your QWAC, or get another pair above; then this form is here.'
          : 'Get certificates first: the bank takes the organisation into its register by the first good one.'}
      </p>
    )
  const { name, redirectUris, notificationUri, jwks, method } = draft ?? known
  return (
    <form action="/developer/application/save" className="grid max-w-prose gap-4" method="post">
      {draft ? (
        <Notice alert tone="danger">
          <bdi className="wrap-anywhere">{draft.fault}</bdi>
        </Notice>
      ) : null}
      <Field
        defaultValue={name}
        hint="What customers know you by. Empty: the legal name."
        id="name"
        label="Brand"
        maxLength={60}
        name="name"
      />
      <div>
        <label className="block font-strong text-small" htmlFor="redirectUris">
          Redirect URIs
        </label>
        <p className="text-muted text-small" id="redirectUris-hint">
          One on each line; https, or http on this machine.
        </p>
        <textarea
          aria-describedby="redirectUris-hint"
          className={AREA}
          defaultValue={redirectUris}
          id="redirectUris"
          maxLength={12_000}
          name="redirectUris"
          required
          rows={3}
        />
      </div>
      <Field
        defaultValue={notificationUri}
        hint="Where the bank warns you of the end of your certificate: https on port 443, under a name of the certificate. May be empty."
        id="notificationUri"
        label="Notification URI"
        maxLength={500}
        name="notificationUri"
      />
      <div>
        <label className="block font-strong text-small" htmlFor="method">
          Authentication
        </label>
        <select
          className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
          defaultValue={method}
          id="method"
          name="method"
        >
          <option value="tls_client_auth">tls_client_auth, by the QWAC alone</option>
          <option value="private_key_jwt">private_key_jwt, by a key of the set below</option>
        </select>
      </div>
      <div>
        <label className="block font-strong text-small" htmlFor="jwks">
          Public keys (JWKS)
        </label>
        <p className="text-muted text-small" id="jwks-hint">
          Public keys only, each with a kid. Needed for private_key_jwt.
        </p>
        <textarea
          aria-describedby="jwks-hint"
          className={AREA}
          defaultValue={jwks}
          id="jwks"
          maxLength={40_000}
          name="jwks"
          rows={6}
        />
      </div>
      <Button kind="primary">Save</Button>
    </form>
  )
}

type Values = { name: string; redirectUris: string; notificationUri: string; jwks: string; method: string }
type ApplicationFormProps = {
  known: Values | null
  draft: (Values & { fault: string }) | null
  hasCertificates: boolean
}
