import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { toldWords } from '@/lib/session/plain-words'
import { staffForm } from '@/lib/session/staff-form'
import { startCase } from '@/lib/staff/make-case-file'
import { isUuid } from '@/lib/uuid'

const Reason = z.strictObject({ reason: toldWords })

/** Notes a case file with its reason, and leads to it. */
export const POST = staffForm(
  'cases.make',
  Reason,
  async ({ input, params: { consentId = '' }, colleague, requestId, now }) => {
    if (!isUuid(consentId)) throw new Refusal('resource_unknown')
    const { staffId } = colleague
    const { caseId } = await startCase({ consentId, staffId, reason: input.reason, requestId, now })
    return `/staff/permissions/${consentId}/case/${caseId}`
  },
)
