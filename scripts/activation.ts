import { completeEnvironment } from './environment'

// npm run activation -- anna: a new activation link for a customer of the sandbox, printed once. The links given to that
// customer before are dead.
await completeEnvironment({ SANDBOX: 'on', NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { PERSONAS } = await import('@/db/seed/personas')
const { env } = await import('@/lib/env')
const { now } = await import('@/lib/clock')
const { issueActivationCode } = await import('@/lib/psu/issue-activation-code')

const [wanted = ''] = process.argv.slice(2)
const personas = Object.entries(PERSONAS)
const found = personas.find(([key, { name }]) => key === wanted || name === wanted)
if (!found) {
  console.error(`Which customer? One of: ${personas.map(([key]) => key).join(', ')}`)
  process.exit(1)
}
const [, { id: psuId }] = found
const { code } = await issueActivationCode({
  psuId,
  actor: 'staff:sandbox',
  requestId: null,
  now: await now(),
})
console.log(`${env.PUBLIC_ORIGIN}/activate#${code}`)
process.exit(0)
