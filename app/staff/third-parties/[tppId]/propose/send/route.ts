import { staffForm } from '@/lib/session/staff-form'
import { proposeDecision } from '@/lib/tpp/propose-decision'
import { ProposalInput } from '../proposal-input'

/** A proposal of staff; it does nothing until somebody else approves it. */
export const POST = staffForm(
  'third-parties.propose',
  ProposalInput,
  async ({ input, params: { tppId = '' }, colleague, requestId, now }) => {
    await proposeDecision({
      tppId,
      action: input.action,
      note: input.note,
      ground: input.action === 'resume' ? null : input.ground,
      tppText: input.action === 'resume' ? null : input.tppText,
      customersText: input.action === 'resume' ? null : input.customersText,
      endsOn: input.action === 'end' ? input.endsOn : null,
      staffId: colleague.staffId,
      requestId,
      now,
    })
    return `/staff/third-parties/${encodeURIComponent(tppId)}`
  },
  { page: ({ tppId = '' }) => `/staff/third-parties/${encodeURIComponent(tppId)}` },
)
