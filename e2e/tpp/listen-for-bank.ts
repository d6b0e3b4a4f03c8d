import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { SigningServer } from '../outside/signing-client'
import type { Bank } from './bank'
import type { Config } from './config'
import type { Store } from './store'
import { DATA_REMOVAL_PATH, takeDataRemoval } from './take-data-removal'
import { EVENTS_PATH, takeEvent } from './take-event'
import { takeNotification } from './take-notification'

/** Where the bank tells us what became of a consent, below `SALDO_NOTIFICATION_ORIGIN`. */
export const NOTIFICATION_PATH = '/notifications'
const BODY_BYTES_MAX = 16 * 1_024
const FOLLOW_MS = 30_000

/**
 * Listens for the bank's notifications with our own QWAC as the server's certificate: a door of its own, since nobody's
 * browser has any business there. A renewed QWAC is shown within half a minute.
 */
export async function listenForBank({ config, bank, store, signing }: ListenForBank): Promise<Server | null> {
  const { notificationOrigin, brand } = config
  if (notificationOrigin === null) return null
  let shown = await signing.qwac()
  const server = createServer({ ...toTls(shown), minVersion: 'TLSv1.2' }, async (req, res) => {
    const url = `${notificationOrigin}${req.url}`
    const { url: path = '' } = req
    if (req.method !== 'POST' || ![DATA_REMOVAL_PATH, EVENTS_PATH, NOTIFICATION_PATH].includes(path))
      return void res.writeHead(404).end()
    try {
      const request = { url, headers: single(req), body: await bodyOf(req) }
      if (path === DATA_REMOVAL_PATH)
        return void res.writeHead(await takeDataRemoval({ bank, store, brand, request })).end()
      const { name: bankName, issuer } = config.bank
      if (path === EVENTS_PATH) {
        const taken = await takeEvent({ bank, store, brand, bankName, issuer, request })
        return void res.writeHead(taken.status, { 'content-type': 'application/json' }).end(taken.body)
      }
      res.writeHead(await takeNotification({ bank, store, brand, bankName, request })).end()
    } catch (error) {
      console.error(error)
      res.writeHead(500).end()
    }
  })
  const follow = async () => {
    const current = await signing.qwac()
    if (current.certificate !== shown.certificate)
      server.setSecureContext({ ...toTls(current), minVersion: 'TLSv1.2' })
    shown = current
  }
  const timer = setInterval(() => void follow().catch((error) => console.error(error)), FOLLOW_MS)
  server.on('close', () => clearInterval(timer))
  return server.listen(Number(new URL(notificationOrigin).port || 443), config.host)
}

const toTls = ({ certificate, key }: Qwac) => ({ cert: certificate, key })

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) throw new Error('A notification is never so large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function single({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
}

type Qwac = Awaited<ReturnType<SigningServer['qwac']>>
type ListenForBank = { config: Config; bank: Bank; store: Store; signing: SigningServer }
