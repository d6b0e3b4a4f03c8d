import { AttestationFields, stateAttestation } from '@/lib/posture/attestations'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE } from '../draft'

/** A developer states something about their organisation's security; nobody has to. */
export const POST = developerForm(
  AttestationFields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    await stateAttestation({ tppId, statement: input, actor: `developer:${developerId}`, requestId, now })
    return `${APPLICATION_PAGE}?saved=security#security`
  },
  { page: APPLICATION_PAGE },
)
