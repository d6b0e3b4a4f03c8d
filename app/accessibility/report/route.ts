import { getLocale } from 'next-intl/server'
import { BarrierFields } from '@/lib/barriers/barrier-report'
import { reportBarrier } from '@/lib/barriers/report-barrier'
import { visitorForm } from '@/lib/session/visitor-form'

/** Keeps what somebody says keeps them out. A public endpoint: origin, pace and every field are checked. */
export const POST = visitorForm(
  BarrierFields,
  async ({ input, requestId }) => {
    await reportBarrier({ ...input, language: await getLocale(), requestId })
    return '/accessibility?sent'
  },
  { page: '/accessibility', limit: 'barrier' },
)
