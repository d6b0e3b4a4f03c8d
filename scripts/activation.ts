import { completeEnvironment } from './environment'

// npm run activation -- anna: a new activation link for a customer of the sandbox, printed once; `staff:operator` and
// `staff:approver` for its staff; `anna letter`: the code of a letter to get back in with, beside a recovery code;
// `anna reset`: a link as a bank gives it to who has had a passkey before, so that what it makes cools first. What was
// given to them before is dead.
await completeEnvironment({ SANDBOX: 'on', NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { PERSONAS } = await import('@/db/seed/personas')
const { env } = await import('@/lib/env')
const { now } = await import('@/lib/clock')
const { issueActivationCode } = await import('@/lib/psu/issue-activation-code')

const [wanted = '', kind] = process.argv.slice(2)
const { STAFF } = await import('@/db/seed/staff')
const { issueStaffActivation } = await import('@/lib/staff/staff-activation')
const colleague = Object.entries(STAFF).find(([key]) => `staff:${key}` === wanted)
if (colleague) {
  const { code } = await issueStaffActivation({
    staffId: colleague[1].id,
    actor: 'staff:sandbox',
    now: await now(),
  })
  console.log(`${env.PUBLIC_ORIGIN}/staff/activate#${code}`)
  process.exit(0)
}
const personas = Object.entries(PERSONAS)
const found = personas.find(([key, { name }]) => key === wanted || name === wanted)
if (!found) {
  console.error(
    `Which customer? One of: ${[...personas.map(([key]) => key), 'staff:operator', 'staff:approver'].join(', ')}`,
  )
  process.exit(1)
}
const [, { id: psuId }] = found
const { code } = await issueActivationCode({
  psuId,
  purpose: kind === 'letter' ? 'recover' : 'enrol',
  ...(kind === undefined ? { settledBecause: 'sandbox' as const } : {}),
  actor: 'staff:sandbox',
  requestId: null,
  now: await now(),
})
console.log(kind === 'letter' ? code : `${env.PUBLIC_ORIGIN}/activate#${code}`)
process.exit(0)
