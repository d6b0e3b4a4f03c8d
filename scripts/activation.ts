import { completeEnvironment } from './environment'

// npm run activation -- anna: a new activation link for a customer of the sandbox, printed once; `staff:operator` and
// `staff:approver` for its staff; `anna letter`: the code of a letter to get back in with, beside a recovery code;
// `anna reset`: a link as a bank gives it to who has had a passkey before, so that what it makes cools first. What was
// given to them before is dead.
await completeEnvironment({ SANDBOX: 'on', NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { issueLink, LINK_NAMES } = await import('./issue-link')

const [wanted = '', kind] = process.argv.slice(2)
const issued = await issueLink(wanted, kind)
if (issued === null) console.error(`Which customer? One of: ${LINK_NAMES.join(', ')}`)
else console.log(issued)
process.exit(issued === null ? 1 : 0)
