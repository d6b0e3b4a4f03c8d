import { z } from 'zod'
import { isRefusal } from '@/lib/errors'
import { objectByToken } from '@/lib/sca/object-to-recovery'
import { visitorForm } from '@/lib/session/visitor-form'

/** "This wasn't me", by the link of a notice. Pressed again, or too late, it leads to the page that says so. */
export const POST = visitorForm(z.strictObject({}), async ({ params, requestId, now }) => {
  const token = params.token ?? ''
  const page = `/recover/object/${encodeURIComponent(token)}`
  try {
    await objectByToken({ token, requestId, now })
  } catch (thrown) {
    if (isRefusal(thrown) && thrown.code === 'status_invalid') return page
    throw thrown
  }
  return `${page}?done`
})
