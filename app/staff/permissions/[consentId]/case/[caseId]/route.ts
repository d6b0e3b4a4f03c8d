import { notFound } from 'next/navigation'
import { now as currentTime } from '@/lib/clock'
import { isRefusal } from '@/lib/errors'
import { requireColleague } from '@/lib/session/colleague'
import { giveCase } from '@/lib/staff/make-case-file'
import { isUuid } from '@/lib/uuid'

/** The case file of a permission, as an archive that is checked offline. */
export async function GET(_request: Request, { params }: CaseContext): Promise<Response> {
  const { staffId } = await requireColleague('cases.make')
  const { consentId, caseId } = await params
  if (!isUuid(consentId) || !isUuid(caseId)) notFound()
  const now = await currentTime()
  const archive = await giveCase({ consentId, caseId, staffId, now }).catch((thrown) => {
    if (isRefusal(thrown)) notFound()
    throw thrown
  })
  return new Response(new Uint8Array(archive), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="case-${caseId}.zip"`,
      'cache-control': 'no-store',
    },
  })
}

type CaseContext = { params: Promise<{ consentId: string; caseId: string }> }
