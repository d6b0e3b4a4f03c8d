import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Animal, ZOO_NOW } from '@/e2e/zoo/animal'
import { AUTHORITIES } from '@/e2e/zoo/recipe'
import { ZOO } from '@/e2e/zoo/zoo'
import { authorityFile, certificateFile, readZooFile, ZOO_FILES, zooServices } from '@/e2e/zoo/zoo-files'
import { CONCLUDING_CHECKS, type ConcludingChecks, concludeByChecks } from '@/lib/eidas/conclude-verdict'
import { JUDGED_STEPS, judgeBySteps } from '@/lib/eidas/judge-certificate'
import { REASONS, type Reason } from '@/lib/eidas/reasons'
import { STEPS, type Verdict } from '@/lib/eidas/verdict'

const services = zooServices()
const fresh = {
  status: 'good',
  via: 'crl',
  source: 'http://crl.zoo.example',
  thisUpdate: new Date('2026-11-20T09:00:00Z'),
  nextUpdate: new Date('2026-11-21T09:00:00Z'),
  fetchedAt: new Date('2026-11-20T09:50:00Z'),
  revokedAt: null,
} as const
const LEARNT = {
  revocation: { answer: fresh, note: null },
  issuerRevocation: { answer: fresh, note: null },
  register: { policy: 'off', entry: null, source: null, asOf: null },
} as const
const ALL: Checks = { steps: JUDGED_STEPS, concluding: CONCLUDING_CHECKS }
const NOTHING = { source: null, asOf: null }

const files = new Map(
  ZOO.map(({ certificate }) => [certificate, readZooFile(certificateFile(certificate))] as const),
)

test.each(ZOO.map((animal) => [`${animal.certificate}: ${animal.name}`, animal] as const))(
  '%s',
  (_, animal) => {
    expect(faultsOf(animal, verdictOn(animal, ALL))).toEqual([])
  },
)

test('every step answers, in order, and what comes after a failure is not reached', () => {
  for (const animal of ZOO) {
    const { steps, good } = verdictOn(animal, ALL)
    expect(steps.map(({ step }) => step)).toEqual(STEPS)
    const failed = steps.findIndex(({ result }) => result === 'failed')
    expect(failed === -1).toBe(good)
    const after = steps.filter((_, at) => failed !== -1 && at > failed)
    expect(after.filter(({ result }) => result !== 'not-reached')).toEqual([])
  }
})

test('a word that is not the certificate’s own has its source and its age', () => {
  const [qwac] = ZOO
  const { steps } = verdictOn(qwac ?? fail(), ALL)
  const said = Object.fromEntries(steps.map(({ step, source, asOf }) => [step, { source, asOf }]))
  const list = { source: 'trusted list DK, number 7', asOf: new Date('2026-11-20T03:00:00Z') }
  const crl = { source: fresh.source, asOf: fresh.thisUpdate }
  expect(said).toMatchObject({ time: NOTHING, chain: list, 'trust-service': list, revocation: crl })
})

test('what was refused still tells whose it is, if it can be read', () => {
  const refused = (name: string) => verdictOn(ZOO.find((animal) => animal.name === name) ?? fail(), ALL)
  expect(refused('expired')).toMatchObject({
    good: false,
    certificate: { organizationIdentifier: 'PSDNL-DNB-1234' },
  })
  expect(refused('look-alike CA').certificate?.roles).toEqual(['PSP_PI', 'PSP_AI'])
  expect(refused('explicit tag around the roles').certificate).toBeNull()
  expect(refused('too long').certificate).toBeNull()
})

test('every reason has a certificate that is refused for it', () => {
  const met = new Set(ZOO.map(({ reason }) => reason))
  expect(Object.keys(REASONS).filter((reason) => !met.has(reason as keyof typeof REASONS))).toEqual([])
})

test('every file of the zoo is in the table, and every entry has its file', () => {
  const listed = [...files.keys()].map(certificateFile).concat(Object.keys(AUTHORITIES).map(authorityFile))
  expect(readdirSync(ZOO_FILES).sort()).toEqual(listed.sort())
})

test.each(leftOut())('without the check %s an animal gets another verdict', (_, { reason, checks }) => {
  // Those first that it should catch: one is enough.
  const likely = [...ZOO].sort((a, b) => Number(b.reason === reason) - Number(a.reason === reason))
  expect(likely.some((animal) => faultsOf(animal, verdictOn(animal, checks)).length > 0)).toBe(true)
})

/** All checks but one, for each. */
function leftOut(): [name: string, { reason: Reason | null; checks: Checks }][] {
  const judged = JUDGED_STEPS.flatMap(({ step, checks, notes = [] }) =>
    [...checks, ...notes].map((missing) => ({ name: `${step} / ${missing.name}`, missing })),
  )
  const concluding = Object.entries(CONCLUDING_CHECKS).flatMap(([step, checks]) =>
    checks.map((missing: object & { name: string }) => ({ name: `${step} / ${missing.name}`, missing })),
  )
  return [...judged, ...concluding].map(({ name, missing }) => {
    const without = <T extends object>(list: readonly T[] = []) => list.filter((entry) => entry !== missing)
    const { revocation, issuerRevocation, register } = CONCLUDING_CHECKS
    const checks = {
      steps: JUDGED_STEPS.map((step) => ({
        ...step,
        checks: without(step.checks),
        notes: without(step.notes),
      })),
      concluding: {
        revocation: without(revocation),
        issuerRevocation: without(issuerRevocation),
        register: without(register),
      },
    }
    return [name, { reason: 'reason' in missing ? (missing.reason as Reason) : null, checks }]
  })
}

function verdictOn(animal: Animal, { steps, concluding }: Checks): Verdict {
  const use = animal.as ?? animal.recipe?.use ?? 'web'
  const der = files.get(animal.certificate) ?? Buffer.alloc(0)
  const judgement = judgeBySteps(steps, { der, use, services, now: new Date(animal.at ?? ZOO_NOW) })
  return concludeByChecks(concluding, judgement, { ...LEARNT, ...animal.learnt })
}

/** How a verdict differs from what the table says. */
function faultsOf(animal: Animal, { reason, steps, certificate }: Verdict): string[] {
  const failed = steps.find(({ result }) => result === 'failed')
  const warned = steps.find(({ result }) => result === 'warning')?.step
  const text = failed?.text ?? ''
  const differs: [boolean, string][] = [
    [reason !== animal.reason, `reason ${reason}: ${text}`],
    [reason !== null && failed?.step !== REASONS[reason].step, `step ${failed?.step}`],
    [animal.says !== null && !animal.says.test(text), `text ${text}`],
    [reason === null && warned !== animal.warns, `warning ${warned}`],
    [
      animal.roles !== undefined && String(certificate?.roles) !== String(animal.roles),
      `roles ${certificate?.roles}`,
    ],
    [
      animal.identifier !== undefined && certificate?.organizationIdentifier !== animal.identifier,
      `identifier ${certificate?.organizationIdentifier}`,
    ],
  ]
  return differs.flatMap(([isSo, what]) => (isSo ? [what] : []))
}

function fail(): never {
  throw new Error('the zoo lacks it')
}

type Checks = { steps: typeof JUDGED_STEPS; concluding: ConcludingChecks }
