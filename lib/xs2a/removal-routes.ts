import 'server-only'
import { z } from 'zod'
import { REMOVAL_STATES } from '@/db/schema/removals'
import { answerRemoval } from '@/lib/removal/answer-removal'
import { day, resourceId } from './answer-parts'
import { removalBody } from './removal-body'
import type { Reply } from './route'
import { route } from './route'

const removalAnswer = z.strictObject({
  dataRemovalId: resourceId,
  status: z.enum(REMOVAL_STATES).describe('How far the request has come.'),
  answerDue: day.describe('The last day on which an answer is in time.'),
})

/**
 * What a third party says to a customer who asks it to delete what it got: an extension of this bank, under no standard. It
 * needs no role and no token: whom the request was sent to may answer it.
 */
export const removalRoutes = [
  route({
    operationId: 'answerDataRemoval',
    summary: 'Answer a request to delete',
    method: 'POST',
    path: '/v1/data-removals/{dataRemovalId}/answer',
    role: null,
    right: null,
    headers: [],
    query: z.strictObject({}),
    body: removalBody,
    below: null,
    answers: { 200: removalAnswer },
    refusals: ['resource_unknown', 'status_invalid'],
    handle: async (call) => {
      const { dataRemovalId: removalId = '' } = call.ids
      let reply: Reply | null = null
      await answerRemoval({
        ...call.body,
        removalId,
        tppId: call.tpp.id,
        requestId: call.requestId,
        alongside: async (tx, { state, dueOn, consentId }) => {
          reply = { status: 200, body: { dataRemovalId: removalId, status: state, answerDue: dueOn } }
          await call.recordIn(tx, reply, { consentId })
          call.entry.consentId = consentId
        },
      })
      if (!reply) throw new Error('An answer was taken and not told')
      call.entry.recorded = true
      return reply
    },
  }),
]
