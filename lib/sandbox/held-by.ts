import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

/** Refuses an authority that is not the one which licensed an institution (TS 119 495 REV-6.2.6). */
export function mustBeOwn({ id, authority }: { id: string; authority: string }, by: HeldBy): void {
  if (authority === by) return
  throw new TrustRefusal(
    'not_yours',
    `${id} was licensed by ${authority}; ${by} may act on its own institutions only.`,
  )
}

/** The nCAId of the authority that acts: `NL-DNB`. */
export type HeldBy = string
