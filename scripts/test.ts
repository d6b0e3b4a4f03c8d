import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { buildIfNeeded } from './build-if-needed'
import { findChromium } from './find-chromium'
import { installProxies } from './find-proxies'

// npm test: everything, in the order in which a fault is cheapest to find. Each step runs even if one before it
// failed, so that one run shows all there is to mend.
process.env.CHROMIUM = findChromium()
const missing = installProxies()

/** How far the ports of two houses are apart. */
const HOUSE_PORTS = 50

const STEPS = [
  {
    name: 'format and lint',
    commands: [['npx', 'biome', 'check', '--error-on-warnings', '.']],
    count: oneCheck,
  },
  { name: 'types', commands: [['npm', 'run', '--silent', 'typecheck']], count: oneCheck },
  { name: 'unit and API', commands: [['npx', 'vitest', 'run']], count: vitestCount },
  // Two houses side by side, each with half of the journeys: one alone leaves a third of two cores idle.
  {
    name: 'journeys in a browser',
    commands: [
      ['npx', 'playwright', 'test', '--shard=1/2', '--output=test-results/1'],
      ['npx', 'playwright', 'test', '--shard=2/2', '--output=test-results/2'],
    ],
    count: playwrightCount,
  },
]

const total = { passed: 0, failed: 0 }
const failures: string[] = []
for (const { name, count, commands } of STEPS) {
  console.log(`\n=== ${name}`)
  // Both houses would build at once otherwise, into one folder.
  if (commands.length > 1) await buildIfNeeded()
  for (const { code, output, said } of await Promise.all(commands.map(run))) {
    const { passed, failed } = count(output, code)
    // A step that dies without having counted is a failure too.
    total.passed += passed
    total.failed += code !== 0 && failed === 0 ? 1 : failed
    if (code !== 0) failures.push(...named(said, name))
  }
}
for (const name of missing)
  console.log(
    `\nNOT RUN: deploy/ with the real ${name}, which is not installed. Install it to try that file, too.`,
  )
// Thousands of lines are between a fault and the end, and a reader of a log often has the end only.
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

/** Of commands that run side by side the first is heard at once, the others when they are done. */
function run([program = '', ...args]: string[], place: number): Promise<Ran> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', HOUSE_SHIFT: String(place * HOUSE_PORTS) },
  })
  let [output, said] = ['', '']
  const hear = (chunk: string) => {
    said += chunk
    if (place === 0) process.stdout.write(chunk)
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    hear(chunk)
  })
  // vitest names here what failed. It counts on its standard output, and so nothing else is counted.
  child.stderr.setEncoding('utf8').on('data', hear)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      if (place > 0) process.stdout.write(said)
      const [counted, told] = [output, said].map(stripVTControlCharacters)
      resolve({ code: code ?? 1, output: counted ?? '', said: told ?? '' })
    }),
  )
}

/** The lines in which vitest, with the error after it, or Playwright's list names a test that failed; else the step. */
function named(said: string, step: string): string[] {
  const lines = [...said.matchAll(/^\s*(?:FAIL .*\n.*|✘.*)$/gm)].map(([line]) => line.trim())
  return lines.length > 0 ? [...new Set(lines)] : [step]
}

function oneCheck(_output: string, code: number) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function vitestCount(output: string) {
  const line = output.match(/^\s*Tests\s.*$/m)?.[0] ?? ''
  return { passed: number(line, /(\d+) passed/), failed: number(line, /(\d+) failed/) }
}

function playwrightCount(output: string) {
  const tail = output.slice(-2_000)
  return { passed: number(tail, /^\s*(\d+) passed/m), failed: number(tail, /^\s*(\d+) failed/m) }
}

function number(text: string, pattern: RegExp): number {
  return Number(text.match(pattern)?.[1] ?? 0)
}

/** `output`: its standard output alone; `said`: that and its standard error, as they came. */
type Ran = { code: number; output: string; said: string }
