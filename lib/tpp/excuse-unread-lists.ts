import type { Judgement } from '@/lib/eidas/judge-certificate'

/**
 * A judgement that no listed CA issued the certificate, while a list could not be read: that list may hold the CA, so it is the
 * bank's trouble and nobody is told that the certificate is bad.
 */
export function excuseUnreadLists(judgement: Judgement, unread: readonly string[]): Judgement {
  if (judgement.reason !== 'ISSUER_NOT_LISTED' || unread.length === 0) return judgement
  const text =
    'The bank could not read all of its trusted lists yet. The certificate may be good: try again later.'
  const steps = judgement.steps.map((step) =>
    step.result === 'failed' ? { ...step, reason: 'TRUSTED_LIST_TOO_OLD' as const, text } : step,
  )
  return { ...judgement, steps, reason: 'TRUSTED_LIST_TOO_OLD' }
}
