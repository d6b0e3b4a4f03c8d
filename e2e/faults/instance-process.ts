import { createServer } from 'node:http'
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { endGracefully } from '@/lib/listener/end-gracefully'
import { startListener } from '@/lib/listener/start-listener'
import { handleOAuth } from '@/lib/oauth/handle-oauth'
import { vetCaller } from '@/lib/tpp/vet-caller'
import { startWorker } from '@/lib/worker/start-worker'
import { answerCustomer } from './customer-door'

// One instance of the bank as a process of its own: the third parties' listener and the worker as they are, and a plain door
// that stands for the pages, whose steps call the same use cases. Tells its ports to whoever started it and ends with it.
const listener = await startListener({ port: 0 })
const worker = process.env.FAULTS_WORKER === 'off' ? null : await startWorker()
const nobody = await vetCaller({ der: null, address: '127.0.0.1', through: 'public' })
const door = createServer((req, res) => {
  if (req.url?.startsWith('/customer/')) void answerCustomer(req, res)
  else void handleOAuth(req, res, nobody)
})
door.listen(0, '127.0.0.1', () => {
  process.send?.({ listener: listener.port, door: (door.address() as AddressInfo).port })
  // Otherwise only who ends by itself leaves behind what was compiled, and most of these are killed.
  flushCompileCache()
})
endGracefully(async () => {
  const closed = new Promise<void>((resolve) => void door.close(() => resolve()))
  await Promise.all([closed, listener.close(), worker?.stop()])
})
process.once('disconnect', () => process.exit())
