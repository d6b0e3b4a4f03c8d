import { notFound } from 'next/navigation'
import { CodeBlock } from '@/components/developer/code-block'
import { TryForm } from '@/components/developer/try-form'
import { BackLink } from '@/components/ui/back-link'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { describeOperation } from '@/lib/xs2a/describe-operations'
import { keptForPage } from '@/lib/xs2a/kept-answers'

export const metadata = { title: 'Call the sandbox' }

/** The console of the reference page: one operation as a form, and what the sandbox answered. Only in a sandbox. */
export default async function TryPage({ params, searchParams }: TryPageProps) {
  const { operationId } = await params
  const { answer: id } = await searchParams
  const operation = describeOperation(operationId)
  if (!env.SANDBOX || !operation) notFound()
  const kept = typeof id === 'string' ? keptForPage(id) : null
  return (
    <PageShell brand={brand} wide>
      <BackLink href={`/developer/reference/${operationId}`}>The operation</BackLink>
      <PageHeader
        eyebrow={<span className="break-all">{`${operation.method} ${operation.path}`}</span>}
        title={operation.summary}
      >
        <p>
          Sent as the sandbox&apos;s own third party, with its certificate. What it does, it does in the
          sandbox.
        </p>
      </PageHeader>
      {kept ? (
        <Section id="answer" title={`Answer ${kept.answer.status}`}>
          <div className="grid gap-3">
            <CodeBlock code={kept.request.join('\n')} label="What was sent" />
            <CodeBlock code={toText(kept.answer)} label="What came back" />
          </div>
        </Section>
      ) : null}
      <Section id="request" title="Request">
        <TryForm operation={operation} />
      </Section>
    </PageShell>
  )
}

function toText({ headers, body }: { headers: Record<string, string>; body: string | null }): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const json = headers['Content-Type'] === 'application/json' && body
  return [...head, '', json ? JSON.stringify(JSON.parse(json), null, 2) : (body ?? '')].join('\n')
}

type TryPageProps = {
  params: Promise<{ operationId: string }>
  searchParams: Promise<{ answer?: string | string[] }>
}
