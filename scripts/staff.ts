import { randomUUID } from 'node:crypto'
import { completeEnvironment } from './environment'

// npm run staff -- add "Ulla Friis" read operate: takes a colleague in and prints their activation link, once. `link <id>`
// prints a new one (those before are dead), `block <id>` shuts them out at once, `list` shows everybody.
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { env } = await import('@/lib/env')
const { now } = await import('@/lib/clock')
const { addColleague, blockColleague, listColleagues } = await import('@/lib/staff/add-colleague')
const { isStaffRole } = await import('@/lib/staff/roles')
const { issueStaffActivation } = await import('@/lib/staff/staff-activation')

const [command = '', who = '', ...rest] = process.argv.slice(2)
const roles = rest.filter(isStaffRole)
if (command === 'add' && who && roles.length > 0 && roles.length === rest.length) {
  const id = randomUUID()
  await addColleague({ id, name: who, roles, now: await now() })
  await printLink(id)
} else if (command === 'link' && who) await printLink(who)
else if (command === 'block' && who)
  console.log((await blockColleague(who)) ? 'blocked' : 'nobody has this id')
else if (command === 'list')
  for (const { id, name, status, roles: held } of await listColleagues())
    console.log(`${id}  ${name.padEnd(26)} ${status.padEnd(8)} ${held.join(', ')}`)
else {
  console.error('add <name> <role…> | link <id> | block <id> | list; roles: read, operate, approve, audit')
  process.exit(1)
}
process.exit(0)

async function printLink(staffId: string): Promise<void> {
  const { code } = await issueStaffActivation({ staffId, actor: 'system', now: await now() })
  console.log(`${staffId}  ${env.PUBLIC_ORIGIN}/staff/activate#${code}`)
}
