import type { ErrorObject } from 'ajv/dist/2020.js'
import type { AccountRight } from '@/lib/consent/use-consent'
import { validatorOf } from './answer-validators'
import { beyondConsent, beyondConsentAsXml } from './check-coverage'
import type { Reply, Route } from './route'

/**
 * Holds an answer against the contract of its line and against the rights that the consent gave this call, before it
 * leaves. Throws `LeakStopped` where it goes beyond either: that is a fault of ours, and an alarm. `rights` null: no
 * consent was used.
 */
export function checkReply(reply: Reply, route: Route, rights: readonly AccountRight[] | null): void {
  const { status, body, text } = reply
  const answer = route.answers[status]
  if (answer === undefined) throw new LeakStopped('ANSWER_OFF_CONTRACT', `status ${status}`)
  if (text !== undefined) {
    if (!route.alternative) throw new LeakStopped('ANSWER_OFF_CONTRACT', 'text')
    if (route.right !== null) stopIf(beyondConsentAsXml(text, rights))
    return
  }
  if (answer === null) {
    if (body !== undefined) throw new LeakStopped('ANSWER_OFF_CONTRACT', 'body')
    return
  }
  const fits = validatorOf(answer)
  // The path of the fault and never what stood there.
  if (!fits(body)) throw new LeakStopped('ANSWER_OFF_CONTRACT', placeOf(fits.errors?.[0]))
  if (route.right !== null) stopIf(beyondConsent(body ?? {}, rights))
}

/** An answer that was stopped before it left. `rule` is what the security log calls it, `place` where the fault lies. */
export class LeakStopped extends Error {
  override readonly name = 'LeakStopped'
  constructor(
    readonly rule: 'ANSWER_OFF_CONTRACT' | 'ANSWER_BEYOND_CONSENT',
    place: string,
  ) {
    super(`${rule}: ${place}`)
  }
}

function stopIf(fault: string | null): void {
  if (fault !== null) throw new LeakStopped('ANSWER_BEYOND_CONSENT', fault)
}

function placeOf(error: ErrorObject | undefined): string {
  const extra = error?.params.additionalProperty ?? error?.params.missingProperty ?? ''
  return `${error?.keyword ?? 'unknown'} at ${error?.instancePath}/${extra}`
}
