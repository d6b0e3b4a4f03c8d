import { DeveloperShell } from '@/components/developer/developer-shell'
import { ErrorList } from '@/components/developer/error-list'
import { PageHeader } from '@/components/ui/page-header'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { listErrors } from '@/lib/xs2a/list-errors'

export const metadata = { title: 'Errors of the XS2A interface' }

/** The catalogue to which every error of the interface links. */
export default function ErrorsPage() {
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <PageHeader eyebrow="For developers" title="Errors of the XS2A interface">
        <p className="mt-2 max-w-prose">
          Every answer that refuses has a code, a text that says what to do, and where there is one, the path
          of the culprit. The <a href="/developer/reference">reference</a> says which operation answers with
          which.
        </p>
      </PageHeader>
      <ErrorList errors={listErrors()} />
    </DeveloperShell>
  )
}
