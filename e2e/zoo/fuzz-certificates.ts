import { concludeVerdict, type Learnt } from '@/lib/eidas/conclude-verdict'
import { judgeCertificate } from '@/lib/eidas/judge-certificate'
import type { CertificateUse, PspRole } from '@/lib/eidas/qualified-certificate'
import { REASONS, type Reason } from '@/lib/eidas/reasons'
import type { TrustService } from '@/lib/eidas/trust-service'
import { STEPS, type Verdict } from '@/lib/eidas/verdict'
import { ZOO_NOW } from './animal'
import { type Chance, chanceOf } from './chance'
import type { DerTree } from './der-tree'
import { fuzzAuthority } from './fuzz-authority'
import { mutateBytes } from './mutate-bytes'
import { mutateTree, nodesOf, openExtensions } from './mutate-tree'
import { ZOO } from './zoo'
import { certificateFile, readZooFile, zooServices } from './zoo-files'

/** A verdict that takes longer is a fault. A good one takes about a millisecond; the rest is for a busy machine. */
const MILLIS_MAX = 250

/** The roles' OIDs as DER (TS 119 495 5.1), written here by hand. */
const ROLE_BYTES: Record<PspRole, Buffer> = {
  PSP_AS: Buffer.from('060704008198270101', 'hex'),
  PSP_PI: Buffer.from('060704008198270102', 'hex'),
  PSP_AI: Buffer.from('060704008198270103', 'hex'),
  PSP_IC: Buffer.from('060704008198270104', 'hex'),
}

/**
 * Judges certificates that chance has damaged: blindly in their bytes, or in their structure and signed anew, so that every
 * step is reached. What is no verdict, a slow one, or one that contradicts itself is a fault, described with its bytes.
 */
export async function fuzzCertificates({ bytes, structures, seed }: Fuzz): Promise<Fuzzed> {
  const chance = chanceOf(seed)
  const now = new Date(ZOO_NOW)
  const authority = await fuzzAuthority(now)
  const good = ZOO.filter(({ recipe, reason }) => recipe && reason === null).map(
    ({ certificate, recipe }) => ({
      der: readZooFile(certificateFile(certificate)),
      use: recipe?.use ?? 'web',
    }),
  )
  const donors = nodesOf(
    good.flatMap(({ der }) =>
      authority.adopt(der).map((part, at) => (at === 7 ? openExtensions(part) : part)),
    ),
  )
  const services = [authority.listed, ...zooServices()]
  const fuzzed: Fuzzed = { good: 0, refused: {}, faults: [], slowestMillis: 0 }

  for (let left = bytes; left > 0; left -= 1) {
    const { der, use } = chance.pick(good)
    const damaged = mutateBytes(der, chance.pick(good).der, chance)
    const verdict = judge({ der: damaged, use, services, now, learnt: knownGood(now) }, fuzzed)
    if (verdict?.good && !damaged.equals(der)) fault(fuzzed, 'damaged bytes are good', damaged)
  }
  for (let left = structures; left > 0; left -= 1) {
    const { der, use } = chance.pick(good)
    const content = mutateTree(authority.adopt(der), donors, chance)
    const listing = chance.below(8) === 0 ? chance.pick(authority.listings) : [authority.listed]
    judge(
      { der: signOrSkip(authority.sign, content), use, services: listing, now, learnt: learn(chance, now) },
      fuzzed,
    )
  }
  return fuzzed
}

/** A tree that lost its middle still gets a signature. */
function signOrSkip(sign: (content: DerTree[]) => Buffer, content: DerTree[]): Buffer {
  return content.length > 2 ? sign(content) : Buffer.alloc(0)
}

function judge({ learnt, ...given }: Given, fuzzed: Fuzzed): Verdict | null {
  try {
    const begun = performance.now()
    const verdict = concludeVerdict(judgeCertificate(given), learnt)
    let millis = performance.now() - begun
    // Whoever else uses the machine is not the certificate's fault: what is slow is slow each time.
    for (let again = 3; again > 0 && millis > MILLIS_MAX; again -= 1)
      millis = Math.min(millis, millisOf(given))
    fuzzed.slowestMillis = Math.max(fuzzed.slowestMillis, millis)
    if (millis > MILLIS_MAX) fault(fuzzed, `${Math.round(millis)} ms`, given.der)
    const contradiction = contradictionIn(verdict) ?? inventionIn(verdict, given.der)
    if (contradiction) fault(fuzzed, contradiction, given.der)
    if (verdict.reason) fuzzed.refused[verdict.reason] = (fuzzed.refused[verdict.reason] ?? 0) + 1
    else fuzzed.good += 1
    return verdict
  } catch (thrown) {
    fault(fuzzed, `threw ${String(thrown)}`, given.der)
    return null
  }
}

function millisOf(given: Omit<Given, 'learnt'>): number {
  const begun = performance.now()
  judgeCertificate(given)
  return performance.now() - begun
}

function contradictionIn({ good, reason, steps, certificate }: Verdict): string | null {
  const failed = steps.filter(({ result }) => result === 'failed')
  const [first] = failed
  if (steps.map(({ step }) => step).join() !== STEPS.join()) return 'steps are missing'
  if (good !== (reason === null) || failed.length !== (good ? 0 : 1)) return 'good and failed at once'
  if (first?.reason !== (reason ?? undefined)) return 'another reason than that of its step'
  if (reason && first?.step !== REASONS[reason].step) return `${reason} at the step ${first?.step}`
  if (good && !certificate) return 'good without a certificate'
  return null
}

/** A role that stands nowhere in the bytes. */
function inventionIn({ good, certificate }: Verdict, der: Uint8Array): string | null {
  const invented = certificate?.roles.find((role) => !Buffer.from(der).includes(ROLE_BYTES[role]))
  return good && invented ? `${invented} was never granted` : null
}

function fault({ faults }: Fuzzed, what: string, der: Uint8Array): void {
  faults.push(`${what}: ${Buffer.from(der).toString('base64')}`)
}

function knownGood(now: Date): Learnt {
  const later = new Date(now.getTime() + 60_000)
  const told = { status: 'good', via: 'file', source: 'fuzz', thisUpdate: now, nextUpdate: later } as const
  const known = { answer: { ...told, fetchedAt: now, revokedAt: null }, note: null }
  return {
    revocation: known,
    issuerRevocation: known,
    register: { policy: 'off', entry: null, source: null, asOf: null },
  }
}

/** Mostly good news, so that the last steps are reached, too. */
function learn(chance: Chance, now: Date): Learnt {
  const known = knownGood(now)
  const bad = (finding: Learnt['revocation']): Learnt['revocation'] => {
    const status = chance.pick(['revoked', 'unknown', 'silent'] as const)
    const { answer } = finding
    return status === 'silent' || !answer
      ? { answer: null, note: null }
      : { answer: { ...answer, status }, note: null }
  }
  const rarely = () => chance.below(8) === 0
  return {
    revocation: rarely() ? bad(known.revocation) : known.revocation,
    issuerRevocation: rarely() ? bad(known.revocation) : known.issuerRevocation,
    register: {
      ...known.register,
      policy: chance.pick(['enforce', 'warn', 'off']),
      entry: chance.pick([
        null,
        { status: 'withdrawn', roles: [] },
        { status: 'active', roles: ['PSP_IC'] },
        { status: 'active', roles: ['PSP_AI', 'PSP_PI'] },
      ]),
    },
  }
}

export type Fuzz = { bytes: number; structures: number; seed: number }
export type Fuzzed = {
  good: number
  refused: Partial<Record<Reason, number>>
  faults: string[]
  slowestMillis: number
}
type Given = {
  der: Uint8Array
  use: CertificateUse
  services: readonly TrustService[]
  now: Date
  learnt: Learnt
}
