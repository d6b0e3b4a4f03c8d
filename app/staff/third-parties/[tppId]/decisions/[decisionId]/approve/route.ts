import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { staffForm } from '@/lib/session/staff-form'
import { approveDecision } from '@/lib/tpp/approve-decision'
import { isUuid } from '@/lib/uuid'

const here = ({ tppId = '' }: Record<string, string>) => `/staff/third-parties/${encodeURIComponent(tppId)}`

/** The second pair of eyes: the decision is in force when this answers. */
export const POST = staffForm(
  'third-parties.decide',
  z.strictObject({}),
  async ({ params, colleague, requestId, now }) => {
    const { tppId = '', decisionId = '' } = params
    if (!isUuid(decisionId)) throw new Refusal('resource_unknown')
    await approveDecision({ decisionId, tppId, staffId: colleague.staffId, requestId, now })
    return here(params)
  },
  { page: here },
)
