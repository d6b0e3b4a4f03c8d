import { OperationList } from '@/components/developer/operation-list'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { describeOperations } from '@/lib/xs2a/describe-operations'

export const metadata = { title: 'XS2A reference' }

/** The published contract for people: every operation with its parameters, answers and errors. No script runs here. */
export default function ReferencePage() {
  return (
    <PageShell brand={brand} wide>
      <PageHeader eyebrow="For developers" title="XS2A reference">
        <p>
          Berlin Group NextGenPSD2 1.3, over mutual TLS at{' '}
          <code className="font-mono text-label">{`${env.MTLS_ORIGIN}/xs2a`}</code>. This page shows the
          contract, <a href="/xs2a/openapi.json">openapi.json</a> (OpenAPI 3.1); every request is checked
          against it. What can go wrong stands in the <a href="/developer/errors">catalogue of errors</a>.
        </p>
      </PageHeader>
      {describeOperations()
        .filter(({ operations }) => operations.length > 0)
        .map(({ name, description, operations }) => (
          <Section id={name.toLowerCase().replaceAll(' ', '-')} key={name} title={name}>
            <p className="mb-3 text-muted text-small">{description}</p>
            <OperationList operations={operations} />
          </Section>
        ))}
    </PageShell>
  )
}
