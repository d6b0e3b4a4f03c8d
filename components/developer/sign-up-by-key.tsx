import { FirstPasskeyForm } from '@/components/sca/first-passkey-form'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { CodeBlock } from './code-block'

const AREA =
  'mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label'

/** The line to sign, the command that signs it, and what to bring back. */
export function SignUpByKey({ line, proofId }: { line: string; proofId: string }) {
  return (
    <div className="max-w-prose">
      <BackLink href="/developer/sign-up">Sign up</BackLink>
      <PageHeader eyebrow="For developers" title="Prove it by the key">
        <p className="mt-2 text-muted">
          Sign this line with the key of a QWAC that the bank accepts, within fifteen minutes. The key stays
          where it is.
        </p>
      </PageHeader>
      <CodeBlock
        code={`printf '%s' '${line}' \\\n  | openssl dgst -sha256 -sign qwac.key | openssl base64 -A`}
        label="Command that signs the line"
      />
      <div className="mt-6">
        <FirstPasskeyForm path="/developer/sign-up/key">
          <input name="proof" type="hidden" value={proofId} />
          <div className="grid gap-4">
            <div>
              <label className="block font-strong text-small" htmlFor="signature">
                Signature
              </label>
              <textarea
                className={AREA}
                id="signature"
                maxLength={2_000}
                name="signature"
                required
                rows={4}
              />
            </div>
            <div>
              <label className="block font-strong text-small" htmlFor="pem">
                Certificate (PEM)
              </label>
              <textarea className={AREA} id="pem" maxLength={20_000} name="pem" required rows={8} />
            </div>
          </div>
        </FirstPasskeyForm>
      </div>
    </div>
  )
}
