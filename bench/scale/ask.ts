import { createHash, randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { recordAccess } from '@/lib/audit/record-access'
import { findAccessHistory } from '@/lib/consent/find-access-history'
import { findPermissionOutlines } from '@/lib/consent/find-permission-outlines'
import { findPermissions } from '@/lib/consent/find-permissions'
import { useConsent } from '@/lib/consent/use-consent'
import { env } from '@/lib/env'
import { CONSENTS_PER_CUSTOMER } from './fill'

// One size of P12: runs an operation of the product so and so often, each time on other rows, when it is told to.
const CONSENTS = Number(process.env.BENCH_ROWS)
const TPP = process.env.BENCH_TPP ?? ''
const THUMBPRINT = process.env.BENCH_THUMBPRINT ?? ''
const AT_ONCE = 8
const HISTORY_DAYS = 90

const OPERATIONS = {
  list: async (row: number) => {
    // As the page does it: all in a few columns, then those of its first page whole.
    const asked = { psuId: psuOf(row), now: new Date() }
    const consentIds = (await findPermissionOutlines({ ...asked, withRights: false })).map(({ id }) => id)
    return (await findPermissions({ ...asked, consentIds })).length === CONSENTS_PER_CUSTOMER
  },
  history: async (row: number) => {
    const asked = {
      consentId: consentOf(row - (row % CONSENTS_PER_CUSTOMER)),
      psuId: psuOf(row),
      days: HISTORY_DAYS,
      now: new Date(),
    }
    const { days } = await findAccessHistory({ ...asked, timeZone: env.BANK_TIME_ZONE })
    return days.length === HISTORY_DAYS
  },
  insert: async (row: number) => {
    const about = { consentId: consentOf(row), psuId: psuOf(row), accountId: accountOf(row) }
    await recordAccess({
      ...about,
      ...call(),
      status: 401,
      code: 'TOKEN_UNKNOWN',
      psuPresent: false,
      items: null,
    })
    return true
  },
  check: async (row: number) => {
    const { refusal } = await useConsent({
      ...call(),
      consentId: consentOf(row),
      token: { hash: sha256(`token ${row}`), keyThumbprint: null, proof: null },
      bare: false,
      endpoint: 'balances',
      accountId: accountOf(row),
      needs: { balances: true, transactions: false },
      // Unattended, so that it is counted: there are fewer rounds than uses a day.
      psuPresent: false,
      continued: false,
      historyFrom: null,
    })
    return refusal === null
  },
}

const call = () => ({
  tppId: TPP,
  certificateThumbprint: THUMBPRINT,
  callId: newId(),
  method: 'GET',
  route: '/v1/accounts/{account-id}/balances',
  requestId: randomUUID(),
  sealedPsuAddress: null,
})
const sha256 = (text: string) => createHash('sha256').update(text).digest()
const idOf = (text: string) =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const consentOf = (row: number) => idOf(`consent ${row}`)
const psuOf = (row: number) => idOf(`psu ${Math.floor(row / CONSENTS_PER_CUSTOMER)}`)
const accountOf = (row: number) => idOf(`account ${Math.floor(row / CONSENTS_PER_CUSTOMER)}`)

/** Far from the row before, and each once before any comes again. */
const nextRow = () => (asked++ * STRIDE) % CONSENTS
const STRIDE = 7_919
let asked = 0

async function run({ operation, count }: Order): Promise<void> {
  let left = count
  const one = async () => {
    while (left-- > 0)
      if (!(await OPERATIONS[operation](nextRow()))) throw new Error(`${operation} gave something else`)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

process.on('message', (order: Order) => {
  run(order).then(
    () => process.send?.('done'),
    (thrown) => {
      console.error(thrown)
      process.exit(1)
    },
  )
})
process.send?.('ready')

export type Operation = keyof typeof OPERATIONS
export type Order = { operation: Operation; count: number }
