import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { findChromium } from './find-chromium'
import { installProxies } from './find-proxies'

// npm test: everything, in the order in which a fault is cheapest to find. Each step runs even if one before it
// failed, so that one run shows all there is to mend.
process.env.CHROMIUM = findChromium()
const missing = installProxies()

const STEPS = [
  {
    name: 'format and lint',
    command: ['npx', 'biome', 'check', '--error-on-warnings', '.'],
    count: oneCheck,
  },
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'], count: oneCheck },
  { name: 'unit and API', command: ['npx', 'vitest', 'run'], count: vitestCount },
  { name: 'journeys in a browser', command: ['npx', 'playwright', 'test'], count: playwrightCount },
]

const total = { passed: 0, failed: 0 }
for (const { name, command, count } of STEPS) {
  console.log(`\n=== ${name}`)
  const { code, output } = await run(command)
  const { passed, failed } = count(output, code)
  // A step that dies without having counted is a failure too.
  total.passed += passed
  total.failed += code !== 0 && failed === 0 ? 1 : failed
}
for (const name of missing)
  console.log(
    `\nNOT RUN: deploy/ with the real ${name}, which is not installed. Install it to try that file, too.`,
  )
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function run([program = '', ...args]: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FORCE_COLOR: '0' },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    process.stdout.write(chunk)
  })
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) })),
  )
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
