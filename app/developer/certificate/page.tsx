import { headers } from 'next/headers'
import { CertificateForm } from '@/components/developer/certificate-form'
import { CodeBlock } from '@/components/developer/code-block'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { VerdictPanel } from '@/components/developer/verdict-panel'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { ProblemNotice } from '@/components/ui/problem-notice'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { limitCertificates } from '@/lib/limits/limit-people'
import { problemText } from '@/lib/session/refusal-words'
import { explainCertificate } from '@/lib/tpp/explain-certificate'
import { certificateInAddress } from '@/lib/tpp/pasted-certificate'

export const metadata = { title: 'Why was I refused?' }

const PROBLEMS = new Map(
  Object.entries({
    none: 'There is no certificate in what you pasted. It begins with -----BEGIN CERTIFICATE-----.',
    large: 'That is larger than any PSD2 certificate. Nothing was looked at.',
  }),
)

/** Every step of the verdict on a certificate. It travels in the address; nothing of it is kept. */
export default async function CertificatePage({ searchParams }: CertificatePageProps) {
  const query = await searchParams
  const der = certificateInAddress(query.certificate)
  const use = query.use === 'eseal' ? 'eseal' : 'web'
  const wait = der ? limitCertificates(await headers()) : 0
  const explanation = der && wait === 0 ? await explainCertificate({ der, use }) : null
  const problem = typeof query.problem === 'string' ? query.problem : wait > 0 ? 'tooMany' : undefined
  const told = problem && (PROBLEMS.get(problem) ?? problemText(problem, 'en'))
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <PageHeader eyebrow="For developers" title="Why was I refused?">
        <p className="mt-2 max-w-prose">
          What the bank thinks of a certificate at this moment, step by step, as a call by it would find. The
          first step that fails is the answer.
        </p>
      </PageHeader>
      <ProblemNotice>{told}</ProblemNotice>
      {query.key === 'sent' ? (
        <div className="mb-5">
          <Notice alert tone="attention">
            You pasted a private key, too. The bank kept none of it; treat it as known to others all the same
            and make a new one. Only the certificate is wanted here.
          </Notice>
        </div>
      ) : null}
      {explanation ? (
        <VerdictPanel explanation={explanation} freshMinutes={env.REVOCATION_FRESH_MINUTES} />
      ) : null}
      <Section id="check" title={explanation ? 'Check another one' : 'Check a certificate'}>
        <CertificateForm use={use} />
      </Section>
      <Section id="wire" title="Over mutual TLS">
        <p className="mb-3 max-w-prose">
          The same as JSON, about the certificate that your program really presents. Every certificate gets
          this answer, a refused one too.
        </p>
        <CodeBlock
          code={`curl --cert qwac.pem --key qwac.key ${env.SANDBOX ? '--cacert chain.pem ' : ''}${env.MTLS_ORIGIN}/certificate`}
          label="Ask about the certificate of the connection"
        />
      </Section>
    </DeveloperShell>
  )
}

type CertificatePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }
