import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { staffForm } from '@/lib/session/staff-form'
import { dropProposal } from '@/lib/tpp/drop-proposal'
import { isUuid } from '@/lib/uuid'

const here = ({ tppId = '' }: Record<string, string>) => `/staff/third-parties/${encodeURIComponent(tppId)}`

/** Takes one's own proposal back, or declines another's. */
export const POST = staffForm(
  'third-parties.see',
  z.strictObject({}),
  async ({ params, colleague, requestId, now }) => {
    const { tppId = '', decisionId = '' } = params
    if (!isUuid(decisionId)) throw new Refusal('resource_unknown')
    await dropProposal({ decisionId, tppId, staffId: colleague.staffId, requestId, now })
    return here(params)
  },
  { page: here },
)
