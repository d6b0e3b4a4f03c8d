import { z } from 'zod'
import { keepOnce } from '@/lib/developers/shown-once'
import { ContactFields, faultsOfContact, setContact } from '@/lib/posture/security-contact'
import { developerForm } from '@/lib/session/developer-form'
import { APPLICATION_PAGE, type ContactDraft } from '../draft'

const typed = z.string().max(1_000)
const Fields = z.strictObject({ mail: typed, phone: typed, securityTxt: typed })

/** A developer names whom the bank reaches in an incident; what is wrong is told at its field, beside what was typed. */
export const POST = developerForm(
  Fields,
  async ({ input, developer, requestId, now }) => {
    const { developerId, tppId } = developer
    const { data: contact } = ContactFields.safeParse(input)
    if (!contact) {
      const draft: ContactDraft = { ...input, faults: faultsOfContact(input) }
      return `${APPLICATION_PAGE}?draft=${keepOnce(developerId, draft)}#security`
    }
    await setContact({ tppId, contact, actor: `developer:${developerId}`, requestId, now })
    return `${APPLICATION_PAGE}?saved=security#security`
  },
  { page: APPLICATION_PAGE },
)
