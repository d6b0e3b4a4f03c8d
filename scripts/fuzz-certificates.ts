import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { fuzzCertificates } from '@/e2e/zoo/fuzz-certificates'
import { REASONS, type Reason } from '@/lib/eidas/reasons'
import { STEPS } from '@/lib/eidas/verdict'

const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: '100000' },
    structures: { type: 'string', default: '50000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
})
const given = {
  bytes: Number(values.bytes),
  structures: Number(values.structures),
  seed: Number(values.seed),
}
console.log(
  `${given.bytes} certificates with changed bytes, ${given.structures} changed in structure and signed anew, seed ${given.seed}`,
)
const { good, refused, faults, slowestMillis } = await fuzzCertificates(given)
const reasons = Object.keys(REASONS) as Reason[]
for (const step of STEPS) {
  const ofStep = reasons.filter((reason) => REASONS[reason].step === step)
  const sum = ofStep.reduce((count, reason) => count + (refused[reason] ?? 0), 0)
  console.log(`${step.padEnd(18)} refused ${String(sum).padStart(7)}`)
  for (const reason of ofStep)
    console.log(`  ${reason.padEnd(26)} ${String(refused[reason] ?? 0).padStart(7)}`)
}
console.log(`good               ${String(good).padStart(15)}`)
console.log(`slowest ${slowestMillis.toFixed(1)} ms, faults ${faults.length}`)
for (const fault of faults.slice(0, 10)) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
