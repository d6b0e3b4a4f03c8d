import { completeEnvironment } from './environment'

// npm run program -- scripts/demand-sca.ts <customer> <third party> <who says so> "<why fraud is suspected>"
// Demands that a customer authenticates anew before a third party reads on, within the 180 days (RTS Art. 10a(3)). The
// reason is kept sealed for the authority; whoever says so stands in the trail. The customer is named by their id.
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'warn' })
const { demandSca } = await import('@/lib/consent/demand-sca')
const { isRefusal } = await import('@/lib/errors')

const [psuId = '', tppId = '', by = '', reason = ''] = process.argv.slice(2)
try {
  const { consents } = await demandSca({ psuId, tppId, reason, actor: `staff:${by || 'unnamed'}` })
  console.log(
    `${tppId} reads nothing under ${consents} consents until the customer approves a request again.`,
  )
} catch (thrown) {
  if (!isRefusal(thrown)) throw thrown
  console.error(thrown.text ?? 'This third party has no valid consent of that customer. Nothing was changed.')
  process.exitCode = 1
}
process.exit()
