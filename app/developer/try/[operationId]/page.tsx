import { notFound } from 'next/navigation'
import { CodeBlock } from '@/components/developer/code-block'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { NextSteps } from '@/components/developer/next-steps'
import { TryForm } from '@/components/developer/try-form'
import { BackLink } from '@/components/ui/back-link'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { findConsole } from '@/lib/console/console-cookie'
import { consoleFields } from '@/lib/console/console-fields'
import { fillForm } from '@/lib/console/fill-form'
import { keptForPage } from '@/lib/console/kept-answers'
import { nextSteps } from '@/lib/console/next-steps'
import { env } from '@/lib/env'
import { describeOperation } from '@/lib/xs2a/describe-operations'

/** How a customer came back, and what it means for the request on this page. */
const CAME = new Map(
  Object.entries({
    allowed:
      'The customer allowed, and came back with a code. It stands in the body: send it, and the consent is valid.',
    refused: 'The customer came back without a code: they said no. The status tells the same.',
    back: 'The customer came back. What they answered, the status tells: send it.',
    lost: 'Nobody was sent off from this browser with that address, or it was too long ago. Ask anew.',
  }),
)

export async function generateMetadata({ params }: TryPageProps) {
  const operation = describeOperation((await params).operationId)
  return { title: operation ? `${operation.summary}: console` : 'Console' }
}

/** The console of the reference page: one operation as a form, and what the sandbox answered. Only in a sandbox. */
export default async function TryPage({ params, searchParams }: TryPageProps) {
  const { operationId } = await params
  const query = await searchParams
  const operation = describeOperation(operationId)
  if (!env.SANDBOX || !operation) notFound()
  const session = await findConsole()
  const kept = typeof query.answer === 'string' ? keptForPage(session, query.answer) : null
  const steps = kept ? nextSteps(operationId, kept) : []
  const values = fillForm({ operation, session, now: await now() })
  const account = query['account-id']
  if (typeof account === 'string') values['path.account-id'] = account
  const came = typeof query.came === 'string' ? CAME.get(query.came) : undefined
  return (
    <DeveloperShell brand={brand} sandbox>
      <BackLink href={`/developer/reference/${operationId}`}>The operation</BackLink>
      <PageHeader
        eyebrow={<span className="wrap-anywhere">{`${operation.method} ${operation.path}`}</span>}
        title={operation.summary}
      >
        <p className="mt-2 max-w-prose">
          Sent as the sandbox&apos;s own third party, with its certificate; certificate and answers stay with
          the bank, and what you asked for only this browser may use.
          {operation.needsToken
            ? ' A consent that was allowed by redirect needs no token: the certificate is enough.'
            : operation.tag === 'Payments'
              ? ' Ask for a payment, be the customer, ask how it stands: each answer leads to the next request.'
              : ' Ask for a consent, be the customer, confirm, read: each answer leads to the next request.'}
        </p>
      </PageHeader>
      {came ? (
        <div role="status">
          <Notice>{came}</Notice>
        </div>
      ) : null}
      {kept ? (
        <Section id="answer" title={`Answer ${kept.answer.status}`}>
          <div className="grid gap-3 *:min-w-0">
            {steps.length > 0 ? <NextSteps steps={steps} /> : null}
            <CodeBlock code={toText(kept.answer)} label="What came back" titled />
            <CodeBlock code={kept.request.join('\n')} label="What was sent" titled />
          </div>
        </Section>
      ) : null}
      <Section id="request" title="Request">
        <TryForm
          fields={consoleFields(operation)}
          hasBody={operation.body !== null}
          operationId={operationId}
          values={values}
        />
      </Section>
    </DeveloperShell>
  )
}

function toText({ headers, body }: { headers: Record<string, string>; body: string | null }): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const json = headers['Content-Type'] === 'application/json' && body
  return [...head, '', json ? JSON.stringify(JSON.parse(json), null, 2) : (body ?? '')].join('\n')
}

type TryPageProps = {
  params: Promise<{ operationId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
