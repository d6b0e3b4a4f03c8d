import { notFound } from 'next/navigation'
import { OperationDetail } from '@/components/developer/operation-detail'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
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
    <PageShell brand={brand} wide>
      <BackLink href="/developer/reference">Reference</BackLink>
      <PageHeader eyebrow={<span className="break-all">{`${method} ${path}`}</span>} title={summary}>
        <p>{description}</p>
        {env.SANDBOX ? (
          <p>
            <a className="inline-flex min-h-11 items-center" href={`/developer/try/${operationId}`}>
              Call it in the sandbox
            </a>
          </p>
        ) : null}
      </PageHeader>
      <OperationDetail operation={operation} />
    </PageShell>
  )
}

export async function generateMetadata({ params }: OperationPageProps) {
  const { operationId } = await params
  return { title: describeOperation(operationId)?.summary ?? 'XS2A reference' }
}

type OperationPageProps = { params: Promise<{ operationId: string }> }
