import { z } from 'zod'
import { askCheck } from '@/lib/posture/ask-check'
import { developerForm } from '@/lib/session/developer-form'

const PAGE = '/developer/security'

/** Looks at the registered endpoints of the developer's organisation now. The form has no field: nobody types an address. */
export const POST = developerForm(
  z.strictObject({}),
  async ({ developer, now }) => {
    await askCheck({ tppId: developer.tppId, now })
    return `${PAGE}?checked#check`
  },
  { page: PAGE },
)
