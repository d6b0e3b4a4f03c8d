import type { Learnt } from '@/lib/eidas/conclude-verdict'
import type { CertificateUse, PspRole } from '@/lib/eidas/qualified-certificate'
import type { Reason } from '@/lib/eidas/reasons'
import type { Step } from '@/lib/eidas/verdict'
import type { Recipe } from './recipe'

/** The moment at which the zoo is judged, unless an animal says another. */
export const ZOO_NOW = '2026-11-20T10:00:00Z'

/** One certificate and the verdict it must get. `certificate` names the file; several animals may share one. */
export type Animal = {
  name: string
  certificate: string
  recipe: Recipe | null
  reason: Reason | null
  says: RegExp | null
} & Circumstances

type Circumstances = {
  /** What it is presented as, if not what it was made as. */
  as?: CertificateUse
  at?: string
  /** Of a good one. */
  roles?: readonly PspRole[]
  identifier?: string
  /** The step that lets it pass with a warning. */
  warns?: Step
  learnt?: Partial<Learnt>
}

export function good(name: string, recipe: Recipe, circumstances: Circumstances = {}): Animal {
  return { name, certificate: name, recipe, reason: null, says: null, ...circumstances }
}

export function bad(
  name: string,
  reason: Reason,
  says: RegExp,
  recipe: Recipe,
  more: Circumstances = {},
): Animal {
  return { name, certificate: name, recipe, reason, says, ...more }
}

/** The same certificate under other circumstances. */
export function again(
  certificate: string,
  name: string,
  verdict: [Reason, RegExp] | null,
  circumstances: Circumstances,
): Animal {
  const [reason, says] = verdict ?? [null, null]
  return { name, certificate, recipe: null, reason, says, ...circumstances }
}
