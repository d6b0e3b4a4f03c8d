import { z } from 'zod'
import { staffForm } from '@/lib/session/staff-form'
import { readAuditFilter } from '@/lib/staff/audit-filter'
import { startExport } from '@/lib/staff/export-trail'

const text = z.string().max(120).optional()
const Asked = z.strictObject({ type: text, actor: text, ref: text, from: text, to: text })

/** Notes an export of the rows that a filter shows, and leads to its file. */
export const POST = staffForm(
  'audit.see',
  Asked,
  async ({ colleague: { staffId }, input, requestId, now }) => {
    const filter = readAuditFilter(input)
    const { exportId } = await startExport({ staffId, filter, requestId, now })
    return `/staff/audit/export/${exportId}`
  },
  { page: '/staff/audit' },
)
