import { notFound } from 'next/navigation'
import { requireColleague } from '@/lib/session/colleague'
import { findReport } from '@/lib/staff/find-decisions'
import { isUuid } from '@/lib/uuid'

/** The report to the authority (PSD2 Art. 68(6)) as a file. */
export async function GET(_request: Request, { params }: ReportContext): Promise<Response> {
  await requireColleague('reports.fetch')
  const { tppId, decisionId } = await params
  const body = isUuid(decisionId) ? await findReport({ tppId, decisionId }) : null
  if (body === null) notFound()
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="report-${decisionId}.json"`,
    },
  })
}

type ReportContext = { params: Promise<{ tppId: string; decisionId: string }> }
