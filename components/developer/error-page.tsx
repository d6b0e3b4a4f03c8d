import { BackLink } from '@/components/ui/back-link'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { CodeBlock } from './code-block'
import { CodedText } from './coded-text'
import type { ErrorView } from './error-list'

/** One code: what it means, where it comes from, what to do, and how the answer looks. */
export function ErrorPage({ error, body }: { error: ErrorView; body: string }) {
  return (
    <>
      <BackLink href="/developer/errors">All errors</BackLink>
      <PageHeader
        eyebrow={`HTTP ${error.statuses.join(', ')}`}
        title={<span className="wrap-anywhere">{error.code}</span>}
      >
        <p className="mt-2 max-w-prose">
          <CodedText>{error.meaning}</CodedText>
        </p>
      </PageHeader>
      <Section id="cause" title="Cause">
        <p className="max-w-prose">
          <CodedText>{error.cause}</CodedText>
        </p>
      </Section>
      <Section id="fix" title="What to do">
        <p className="max-w-prose">
          <CodedText>{error.fix}</CodedText>
        </p>
      </Section>
      <Section id="example" title="Example">
        <CodeBlock
          code={`HTTP/1.1 ${error.statuses[0]}\nContent-Type: application/json\n\n${body}`}
          label="Example answer"
        />
        {error.ours ? (
          <p className="mt-2 text-muted text-small">
            Berlin Group defines no code for this status; this one is the bank&apos;s own.
          </p>
        ) : null}
      </Section>
    </>
  )
}
