import { DeveloperShell } from '@/components/developer/developer-shell'
import { OperationList } from '@/components/developer/operation-list'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { describeOperations } from '@/lib/xs2a/describe-operations'

export const metadata = { title: 'XS2A reference' }

/** As a third party goes through it; the contract has them by name. */
const ORDER = ['Consents', 'Accounts', 'Card accounts', 'Payments', 'Funds']

/** The published contract for people: every operation with its parameters, answers and errors. No script runs here. */
export default function ReferencePage() {
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <PageHeader eyebrow="For developers" title="XS2A reference">
        <p className="mt-2 max-w-prose">
          Berlin Group NextGenPSD2 1.3, over mutual TLS at{' '}
          <code className="font-mono text-label wrap-anywhere">{`${env.MTLS_ORIGIN}/xs2a`}</code>. This page
          shows the contract, <a href="/xs2a/openapi.json">openapi.json</a> (OpenAPI 3.1); every request is
          checked against it. What can go wrong stands in the{' '}
          <a href="/developer/errors">catalogue of errors</a>.
        </p>
        {env.SANDBOX ? (
          <p className="mt-3 sm:max-w-80">
            <Button href="/developer/try/createConsent" kind="primary">
              Walk from a consent to a balance
            </Button>
          </p>
        ) : null}
      </PageHeader>
      {describeOperations()
        .filter(({ operations }) => operations.length > 0)
        .sort((one, other) => ORDER.indexOf(one.name) - ORDER.indexOf(other.name))
        .map(({ name, description, operations }) => (
          <Section id={name.toLowerCase().replaceAll(' ', '-')} key={name} title={name}>
            <p className="mb-3 text-muted text-small">{description}</p>
            <OperationList operations={operations} />
          </Section>
        ))}
    </DeveloperShell>
  )
}
