import type { HeldGroup, KeptKind } from '@/lib/privacy/ownership'
import type { PrivacyRequest } from '@/lib/privacy/privacy-request'

/** One part of what is held. `atLeast`: there are more, and nobody counted them. */
export type HeldGroupView = {
  id: HeldGroup
  entries: number
  atLeast: boolean
  kinds: { kind: KeptKind; entries: number }[]
}

/** A request to the desk; times as ISO texts. */
export type PrivacyRequestView = Pick<
  PrivacyRequest,
  'id' | 'kind' | 'state' | 'text' | 'dueOn' | 'answer'
> & {
  askedAt: string
  answeredAt: string | null
}

/** A copy. `size` in bytes; `fetchHref` null: first a passkey. */
export type CopyView = {
  id: string
  state: 'waiting' | 'running' | 'ready' | 'failed'
  done: number
  total: number
  size: number
  requestedAt: string
  endsAt: string
  fetchHref: string | null
}

/** What an erasure makes of one part; `until` null: no day yet. `kinds`: on whose grounds something stays. */
export type ErasurePartView = {
  id: HeldGroup
  now: number
  stays: number
  until: string | null
  kinds: KeptKind[]
}
