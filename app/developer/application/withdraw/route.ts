import { WithdrawFields, withdrawAttestation } from '@/lib/posture/attestations'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE } from '../draft'

/** A developer takes back what their organisation stated. */
export const POST = developerForm(
  WithdrawFields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    await withdrawAttestation({ ...input, tppId, actor: `developer:${developerId}`, requestId, now })
    return `${APPLICATION_PAGE}?saved=security#security`
  },
  { page: APPLICATION_PAGE },
)
