import { stopAccount } from '@/lib/consent/stop-account'
import { stopAll } from '@/lib/consent/stop-all'
import { stopThirdParty } from '@/lib/consent/stop-third-party'
import { customerForm } from '@/lib/session/customer-form'
import { StopQuery, stopFields } from '../stop-query'

/** Stops several at once. A public endpoint: the wrapper checks session and origin, the statements check ownership. */
export const POST = customerForm(
  StopQuery,
  async ({ customer, input, requestId }) => {
    const { at } = await stop(input, { psuId: customer.psuId, requestId })
    return `/stop/done?${new URLSearchParams({ ...stopFields(input), at: at.toISOString() })}#stopped`
  },
  { page: '/stop' },
)

function stop(input: StopQuery, by: { psuId: string; requestId: string }) {
  if (input.what === 'third-party') return stopThirdParty({ ...by, tppId: input.id })
  if (input.what === 'account') return stopAccount({ ...by, accountId: input.id })
  return stopAll(by)
}
