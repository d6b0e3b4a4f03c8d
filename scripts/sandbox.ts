import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { env } from '@/lib/env'
import { ensureTrustService, publishDue } from '@/lib/sandbox/ensure-trust-service'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'
import { COMMANDS, type Given } from './sandbox-commands'
import { OPTIONS } from './sandbox-options'

const HELP = `The sandbox's trust service provider and authorities, for third parties that try this bank.

${Object.entries(COMMANDS)
  .map(([name, { usage, does }]) => `  npm run sandbox -- ${name}${usage ? ` ${usage}` : ''}\n      ${does}`)
  .join('\n\n')}

${Object.entries(OPTIONS)
  .map(([name, { help }]) => `  --${name.padEnd(8)} ${help}`)
  .join('\n')}

All of it works on the files in PLACET_HOME/sandbox, whether the trust service runs or not; the same over HTTP is in
docs/sandbox.md. No real bank trusts what it issues.`

const folder = join(env.PLACET_HOME, 'sandbox')

await run()

async function run(): Promise<void> {
  const { name, given, faults } = readInput()
  if (name === 'help') return console.log(HELP)
  const command = COMMANDS[name]
  if (!command || faults.length > 0) {
    console.error([...faults, 'Nothing was done. See: npm run sandbox -- --help'].join('\n'))
    process.exitCode = 1
    return
  }
  const isNew = !existsSync(sandboxPaths(folder).institutions)
  if (command.readsOnly && isNew) {
    console.error(noneHere())
    process.exitCode = 1
    return
  }
  try {
    if (!command.readsOnly) await ensureTrustService(folder)
    const { text, isDone = true } = await command.run({ folder, now: new Date(), given })
    if (!command.readsOnly) await publishDue(folder, new Date())
    // Beside the answer, so that a script reads the answer alone.
    console.error(`PLACET_HOME is ${env.PLACET_HOME}${isNew ? '; a trust service was made there' : ''}`)
    console.log(text)
    if (!isDone) process.exitCode = 1
  } catch (thrown) {
    if (!(thrown instanceof TrustRefusal)) throw thrown
    console.error(thrown.message)
    process.exitCode = 1
  }
}

/** What is shown of a trust service that nobody runs would be taken for the demonstration's. */
function noneHere(): string {
  return `There is no trust service in ${folder}.
If npm run demo runs elsewhere, say where, as its last line does: PLACET_HOME=… npm run sandbox -- …
If none has been started yet: npm run demo.`
}

function readInput(): { name: string; given: Given; faults: string[] } {
  // Not strict: unknown options are listed with the other faults instead of ending the program at the first.
  const { values, positionals } = parseArgs({
    options: { ...OPTIONS, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
    strict: false,
  })
  const [name = '', ...surplus] = positionals
  const options = Object.keys(values)
  if (values.help || (name === '' && options.length === 0)) return { name: 'help', given: {}, faults: [] }
  const command = COMMANDS[name]
  if (!command) {
    const known = Object.keys(COMMANDS).join(', ')
    return { name, given: {}, faults: [`"${name}" is no command: say one of ${known}.`] }
  }
  const given = Object.fromEntries(
    Object.entries(values).flatMap(([option, value]) => (typeof value === 'string' ? [[option, value]] : [])),
  )
  const foreign = [
    ...surplus,
    ...options.filter((option) => !command.options.includes(option)).map((option) => `--${option}`),
  ]
  const faults = [
    ...foreign.map((word) => `${word}: does not belong to this command; leave it out.`),
    ...command.options.flatMap((option) =>
      faultOf({ option, value: given[option], needed: command.needs.includes(option) }),
    ),
  ]
  return { name, given, faults }
}

function faultOf({
  option,
  value,
  needed,
}: {
  option: string
  value: string | undefined
  needed: boolean
}): string[] {
  const check = Object.entries(OPTIONS).find(([name]) => name === option)?.[1]
  if (value === undefined) return needed ? [`--${option}: is needed: ${check?.help}.`] : []
  const fault = check?.fault(value)
  return fault ? [`--${option}: ${fault}`] : []
}
