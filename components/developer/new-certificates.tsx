import { buttonClass } from '@/components/ui/button-class'
import { Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { CodeBlock } from './code-block'

/** The files of an order, to be taken along now, and the first call with them. */
export function NewCertificates({ files, zip, mtlsOrigin }: NewCertificatesProps) {
  const has = (name: string) => files.some((file) => file.name === name)
  return (
    <>
      <Notice icon="key" tone="attention">
        This page shows them once. Nobody here keeps a key that was made for you.
      </Notice>
      <p className="mt-4 sm:max-w-80">
        <a
          className={buttonClass('primary')}
          download="placet-certificates.zip"
          href={`data:application/zip;base64,${zip}`}
        >
          <Icon name="download" size={20} />
          Download all as ZIP
        </a>
      </p>
      {has('qwac.pem') ? (
        <Section id="try" title="Your first calls">
          <p className="mb-3 max-w-prose">
            In the folder of the files. The first says what the bank thinks of the certificate, the second
            asks for a consent: <code className={CODE}>scaRedirect</code> in its answer is where the customer
            has to go, <code className={CODE}>TPP-Redirect-URI</code> where they come back. Put an address of
            your own there: the answer warns of one that is not under a name of the certificate.
          </p>
          <div className="grid gap-3 *:min-w-0">
            <CodeBlock code={`${CURL} \\\n  ${mtlsOrigin}/certificate`} label="What the bank thinks of it" />
            <CodeBlock code={consentCall(mtlsOrigin)} label="Ask for a consent" />
          </div>
        </Section>
      ) : null}
      <Section id="files" title="Files">
        <div className="grid gap-5 *:min-w-0">
          {files.map(({ name, text }) => (
            <div key={name}>
              <h3 className="mb-1.5 font-mono font-strong text-label">{name}</h3>
              <CodeBlock code={text} label={name} />
            </div>
          ))}
        </div>
      </Section>
    </>
  )
}

const CODE = 'font-mono text-label'
const CURL = 'curl --cert qwac.pem --key qwac.key --cacert chain.pem'

const consentCall = (origin: string) => `${CURL} \\
  -H "X-Request-ID: $(node -p 'crypto.randomUUID()')" -H 'PSU-IP-Address: 192.0.2.1' \\
  -H 'TPP-Redirect-URI: http://localhost:8080/back' -H 'Content-Type: application/json' \\
  -d '{"access":{"availableAccounts":"allAccounts"},"recurringIndicator":false,
       "validUntil":"${inNinetyDays()}","frequencyPerDay":1,"combinedServiceIndicator":false}' \\
  ${origin}/xs2a/v1/consents`

const inNinetyDays = () => new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)

type NewCertificatesProps = {
  files: { name: string; text: string }[]
  /** Base64. */
  zip: string
  mtlsOrigin: string
}
