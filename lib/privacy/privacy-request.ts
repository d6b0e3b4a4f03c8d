import type { PRIVACY_REQUEST_KINDS, PRIVACY_REQUEST_STATES } from '@/db/schema/privacy-requests'

/** What a customer asks of the desk about their data. */
export const PRIVACY_KINDS = ['correction', 'objection'] as const satisfies typeof PRIVACY_REQUEST_KINDS
export type PrivacyKind = (typeof PRIVACY_KINDS)[number]

/** How the desk answers. */
export const PRIVACY_ANSWERS = ['followed', 'declined'] as const
export type PrivacyAnswer = (typeof PRIVACY_ANSWERS)[number]

/** One request, opened. `dueOn` is a day of the bank. */
export type PrivacyRequest = {
  id: string
  kind: PrivacyKind
  state: (typeof PRIVACY_REQUEST_STATES)[number]
  text: string
  askedAt: Date
  dueOn: string
  answeredAt: Date | null
  answer: string | null
}
