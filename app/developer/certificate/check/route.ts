import { visitorForm } from '@/lib/session/visitor-form'
import { CERTIFICATE_PAGE, PastedCertificate, verdictPath } from '../pasted-certificate'

/** Takes the certificate out of what was pasted and leads to the verdict on it. */
export const POST = visitorForm(PastedCertificate, async ({ input }) => verdictPath(input), {
  page: CERTIFICATE_PAGE,
})
