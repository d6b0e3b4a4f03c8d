import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { plain } from '@/components/ui/rich-text'
import { now as currentTime } from '@/lib/clock'
import { findStoppable, previewStop } from '@/lib/consent/find-stoppable'
import { stopAccount } from '@/lib/consent/stop-account'
import { stopAll } from '@/lib/consent/stop-all'
import type { Alongside } from '@/lib/consent/stop-each'
import { stopThirdParty } from '@/lib/consent/stop-third-party'
import { requestRemovalsWithin } from '@/lib/removal/request-removals'
import { customerForm } from '@/lib/session/customer-form'
import { StopQuery, stopFields } from '../stop-query'

const Stop = z
  .looseObject({ askDeletion: z.literal('yes').optional() })
  .transform(({ askDeletion, ...query }, context) => {
    const stop = StopQuery.safeParse(query)
    if (stop.success) return { stop: stop.data, asksDeletion: askDeletion === 'yes' }
    context.addIssue({ code: 'custom', message: 'What is to be stopped?' })
    return z.NEVER
  })

/**
 * Stops several at once and, where the box was ticked, asks for deletion of what each of them gave: all or nothing. A public
 * endpoint: the wrapper checks session and origin, the statements check ownership.
 */
export const POST = customerForm(
  Stop,
  async ({ customer: { psuId, sessionId }, input, requestId }) => {
    const ask = input.asksDeletion ? await askedWith(input.stop, psuId) : null
    const alongside: Alongside = async (tx, { ended }) => {
      if (ask) await requestRemovalsWithin(tx, { ...ask, consentIds: ended, psuId, sessionId, requestId })
    }
    const { at } = await stop(input.stop, { psuId, requestId, alongside })
    return `/stop/done?${new URLSearchParams({ ...stopFields(input.stop), at: at.toISOString() })}#stopped`
  },
  { page: '/stop' },
)

function stop(input: StopQuery, by: { psuId: string; requestId: string; alongside: Alongside }) {
  if (input.what === 'third-party') return stopThirdParty({ ...by, tppId: input.id })
  if (input.what === 'account') return stopAccount({ ...by, accountId: input.id })
  return stopAll(by)
}

/** What the box said, in the page's language: the mandates hold it word by word. */
async function askedWith(input: StopQuery, psuId: string) {
  const { ends } = previewStop(await findStoppable({ psuId, now: await currentTime() }), input)
  const names = new Set(ends.filter(({ state }) => state !== 'waiting').map(({ brand }) => brand))
  const t = await getTranslations('stop')
  const [first = '', ...others] = names
  const words = others.length === 0 ? t.markup('delete', { tpp: first, ...plain }) : t('deleteSeveral')
  return { locale: await getLocale(), words }
}
