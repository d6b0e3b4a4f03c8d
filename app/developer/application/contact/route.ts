import { ContactFields, setContact } from '@/lib/posture/security-contact'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE } from '../draft'

/** A developer names whom the bank reaches in an incident. */
export const POST = developerForm(
  ContactFields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    await setContact({ tppId, contact: input, actor: `developer:${developerId}`, requestId, now })
    return `${APPLICATION_PAGE}?saved#security`
  },
  { page: APPLICATION_PAGE },
)
