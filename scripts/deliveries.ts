import { completeEnvironment } from './environment'

const USAGE = `npm run deliveries            what third parties could not be told and was given up, the youngest first
npm run deliveries -- again ID  tries one of them again, with the whole schedule before it`

const [command, id] = process.argv.slice(2)
if (command !== undefined && (command !== 'again' || !id)) {
  console.error(USAGE)
  process.exit(2)
}
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { findDeadLetters } = await import('@/lib/delivery/find-dead-letters')
const { sendAgain } = await import('@/lib/delivery/send-again')

if (!id) console.table(await findDeadLetters())
else if (await sendAgain(id)) console.log('It goes out within seconds.')
else console.error('There is no such dead letter, or later news of its consent was told already.')
process.exit(0)
