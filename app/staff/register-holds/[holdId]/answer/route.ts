import { z } from 'zod'
import { Refusal } from '@/lib/errors'
import { staffForm } from '@/lib/session/staff-form'
import { answerHold } from '@/lib/tpp/answer-hold'
import { isUuid } from '@/lib/uuid'

const here = ({ holdId = '' }: Record<string, string>) =>
  `/staff/register-holds/${encodeURIComponent(holdId)}`
const ANSWERS = ['believe', 'disbelieve', 'approve', 'drop'] as const

/** Proposes, approves, declines or takes back; who may say what stands in the statement that changes it. */
export const POST = staffForm(
  'third-parties.see',
  z.strictObject({ answer: z.enum(ANSWERS) }),
  async ({ params, input, colleague, requestId, now }) => {
    const { holdId = '' } = params
    if (!isUuid(holdId)) throw new Refusal('resource_unknown')
    const { answer } = input
    await answerHold({ holdId, answer, staffId: colleague.staffId, requestId, now, at: new Date() })
    return answer === 'approve' ? '/staff/third-parties' : here(params)
  },
  { page: here },
)
