import { challengeOf } from '@/lib/consent/consent-record'
import { isRefusal } from '@/lib/errors'
import { approvePayment } from '@/lib/payments/approve-payment'
import { executePayment } from '@/lib/payments/execute-payment'
import type { PaymentRecord } from '@/lib/payments/payment-record'

type Round = { uses: number } & (
  | {
      does: 'approve'
      paymentId: string
      psuId: string
      accountId: string
      record: PaymentRecord
      nonce: string
    }
  | { does: 'execute'; paymentIds: string[] }
)

// One instance that approves and carries out payments, as a process of its own: answers each round with how its tries ended.
process.on('message', async (round: Round) => {
  const tries = Array.from({ length: round.uses }, (_, use) => attempt(round, use))
  process.send?.(await Promise.all(tries))
})
process.once('disconnect', () => process.exit())
process.send?.('ready')

async function attempt(round: Round, use: number): Promise<string> {
  try {
    if (round.does === 'execute')
      return await executePayment(round.paymentIds[use % round.paymentIds.length] ?? '')
    const { paymentId, psuId, accountId, record } = round
    const nonce = Buffer.from(round.nonce, 'base64')
    const { recordHash } = challengeOf(nonce, record)
    const signed = { credentialId: 'passkey', assertion: {}, requestId: null }
    await approvePayment({ paymentId, psuId, accountId, record, recordHash, nonce, ...signed })
    return 'approved'
  } catch (thrown) {
    return isRefusal(thrown) ? thrown.code : `failed: ${thrown}`
  }
}
