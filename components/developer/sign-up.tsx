import { FirstPasskeyForm } from '@/components/sca/first-passkey-form'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { MissingFault } from '@/components/ui/missing-fault'
import { PageHeader } from '@/components/ui/page-header'

const ROLES = [
  ['PSP_AI', 'Account information'],
  ['PSP_IC', 'Confirmation of funds'],
  ['PSP_PI', 'Payment initiation'],
] as const

/** Choose or make an organisation, create a passkey. `institutions` are those that nobody uses yet. */
export function SignUp({ institutions }: { institutions: { id: string; name: string; roles: string[] }[] }) {
  return (
    <div className="max-w-prose">
      <PageHeader eyebrow="For developers" title="Sign up">
        <p className="mt-2 text-muted">
          For the sandbox: an organisation that its register licenses, and a passkey. Certificates and a first
          call come next. No name and no e-mail address of yours is asked for.
        </p>
      </PageHeader>
      <FirstPasskeyForm path="/developer/sign-up">
        <div className="grid gap-5">
          <div>
            <label className="block font-strong text-small" htmlFor="institution">
              Organisation
            </label>
            <p className="text-muted text-small" id="institution-hint">
              From the sandbox&apos;s register of payment institutions. Listed are those that nobody uses.
            </p>
            <select
              aria-describedby="institution-hint"
              className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
              id="institution"
              name="institution"
            >
              <option value="">A new one, by the name below</option>
              {institutions.map(({ id, name, roles }) => (
                <option key={id} value={id}>
                  {`${name}, ${id} (${roles.join(', ')})`}
                </option>
              ))}
            </select>
          </div>
          <div>
            <Field
              hint="Of a new organisation. The sandbox's authority licenses it at once."
              id="name"
              label="Legal name"
              maxLength={60}
              minLength={2}
              name="name"
            />
            <MissingFault name="name" unless="institution">
              <p className="mt-1.5 text-danger text-small" role="alert">
                Give a legal name, or choose an organisation of the list.
              </p>
            </MissingFault>
          </div>
          <fieldset>
            <legend className="font-strong text-small">Roles of a new organisation</legend>
            {ROLES.map(([role, words]) => (
              <label className="flex min-h-11 items-center gap-3" key={role}>
                <input
                  className="tick-box size-5 shrink-0 cursor-pointer"
                  defaultChecked={role === 'PSP_AI'}
                  name="roles"
                  type="checkbox"
                  value={role}
                />
                <span>
                  {words} <code className="font-mono text-label text-muted">{role}</code>
                </span>
              </label>
            ))}
            <MissingFault name="roles" unless="institution">
              <p className="mt-1.5 text-danger text-small" role="alert">
                Tick at least one role.
              </p>
            </MissingFault>
          </fieldset>
        </div>
      </FirstPasskeyForm>
      <Section id="by-key" title="You have a certificate already">
        <p className="mb-3 text-small">
          Then its key proves whose account this is, and you become what the certificate says. So does a
          colleague who joins an organisation with an account.
        </p>
        <form action="/developer/sign-up/key/start" method="post">
          <Button>Prove it by the key</Button>
        </form>
      </Section>
      <p className="mt-7">
        You have an account? <a href="/developer/sign-in">Sign in</a>.
      </p>
    </div>
  )
}
