import 'server-only'
import type { Step } from '@/lib/eidas/verdict'
import type { VettedCertificate } from './caller'
import { recallVetted } from './vet-certificate'

/** What may change from one day to the next: whether it is revoked, and whether its holder still has a licence. */
const CHANGING: readonly Step[] = ['revocation', 'register']

/**
 * When it was last looked up that the holder of a certificate is who it says and still licensed: the age of the youngest word
 * that the verdict rests on, never merely when the verdict was made. Null where nobody said how old their word is.
 */
export function checkedAt({ der }: Pick<VettedCertificate, 'der'>): Date | null {
  const known = recallVetted(der, 'web')
  if (!known) return null
  const words = known.verdict.steps.filter(
    ({ step, result }) => CHANGING.includes(step) && (result === 'passed' || result === 'warning'),
  )
  const ages = [known.unanswered?.lastGoodAt, ...words.map(({ asOf }) => asOf)].flatMap(
    (at) => at?.getTime() ?? [],
  )
  return ages.length > 0 ? new Date(Math.max(...ages)) : null
}
