import { ErrorList } from '@/components/developer/error-list'
import { PageHeader } from '@/components/ui/page-header'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { listErrors } from '@/lib/xs2a/list-errors'

export const metadata = { title: 'Errors of the XS2A interface' }

/** The catalogue to which every error of the interface links. */
export default function ErrorsPage() {
  return (
    <PageShell brand={brand} wide>
      <PageHeader eyebrow="For developers" title="Errors of the XS2A interface">
        <p>
          Every answer that refuses has a code, a text that says what to do, and where there is one, the path
          of the culprit. The <a href="/developer/reference">reference</a> says which operation answers with
          which.
        </p>
      </PageHeader>
      <ErrorList errors={listErrors()} />
    </PageShell>
  )
}
