import { notFound } from 'next/navigation'
import { now as currentTime } from '@/lib/clock'
import { isRefusal } from '@/lib/errors'
import { requireColleague } from '@/lib/session/colleague'
import { streamExport } from '@/lib/staff/export-trail'
import { isUuid } from '@/lib/uuid'

/** The rows of an export as lines of JSON, sent as they are read: no file is ever held whole. */
export async function GET(_request: Request, { params }: ExportContext): Promise<Response> {
  const { staffId } = await requireColleague('audit.see')
  const { exportId } = await params
  if (!isUuid(exportId)) notFound()
  const lines = await streamExport({ staffId, exportId, now: await currentTime() }).catch((thrown) => {
    if (isRefusal(thrown)) notFound()
    throw thrown
  })
  return new Response(lines, {
    headers: {
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="audit-${exportId}.ndjson"`,
      'cache-control': 'no-store',
    },
  })
}

type ExportContext = { params: Promise<{ exportId: string }> }
