import { notFound } from 'next/navigation'
import { DeveloperShell } from '@/components/developer/developer-shell'
import { ErrorPage } from '@/components/developer/error-page'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { exampleMessages } from '@/lib/xs2a/error-example'
import { listErrors } from '@/lib/xs2a/list-errors'
import { toTppMessages } from '@/lib/xs2a/tpp-messages'

/** One code of the catalogue. */
export default async function ErrorCodePage({ params }: ErrorCodePageProps) {
  const { code } = await params
  const error = listErrors().find((listed) => listed.code === code)
  if (!error) notFound()
  const [status = 400] = error.statuses
  const [first, ...also] = exampleMessages(error.code, error.example)
  const body = toTppMessages({ ...first, also, status, expected: true })
  return (
    <DeveloperShell brand={brand} sandbox={env.SANDBOX}>
      <ErrorPage body={JSON.stringify(JSON.parse(body), null, 2)} error={error} />
    </DeveloperShell>
  )
}

export async function generateMetadata({ params }: ErrorCodePageProps) {
  const { code } = await params
  return { title: listErrors().find((listed) => listed.code === code)?.code ?? 'Error' }
}

type ErrorCodePageProps = { params: Promise<{ code: string }> }
