import { notFound } from 'next/navigation'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { OperationDetail } from '@/components/developer/operation-detail'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { describeOperation } from '@/lib/xs2a/describe-operations'

/** One operation of the published contract. */
export default async function OperationPage({ params }: OperationPageProps) {
  const { operationId } = await params
  const operation = describeOperation(operationId)
  if (!operation) notFound()
  const { method, path, summary, description } = operation
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <BackLink href="/developer/reference">Reference</BackLink>
      <PageHeader eyebrow={<span className="wrap-anywhere">{`${method} ${path}`}</span>} title={summary}>
        <p className="mt-2">{description.replace(`${summary}. `, '')}</p>
        {env.SANDBOX ? (
          <p className="mt-3 sm:max-w-80">
            <Button href={`/developer/try/${operationId}`} kind="primary">
              Call it in the sandbox
            </Button>
          </p>
        ) : null}
      </PageHeader>
      <OperationDetail operation={operation} />
    </DeveloperShell>
  )
}

export async function generateMetadata({ params }: OperationPageProps) {
  const { operationId } = await params
  return { title: describeOperation(operationId)?.summary ?? 'XS2A reference' }
}

type OperationPageProps = { params: Promise<{ operationId: string }> }
