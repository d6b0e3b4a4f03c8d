import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { database } from '@/db/connection'
import { now as currentTime } from '@/lib/clock'
import { isRefusal } from '@/lib/errors'
import { handleOAuth } from '@/lib/oauth/handle-oauth'
import { findInteractionOf, markDecided } from '@/lib/oauth/interaction'
import { vetCaller } from '@/lib/tpp/vet-caller'

// One instance of the OAuth door as a process of its own. `/decide` stands for the approval page, which decides by the
// same two calls. Tells its port to whoever started it and ends with it.
const nobody = await vetCaller({ der: null, address: '127.0.0.1', through: 'public' })
const server = createServer((req, res) => {
  if (req.url === '/decide') void decide(req, res)
  else void handleOAuth(req, res, nobody)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
})
process.once('disconnect', () => process.exit())

async function decide(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  const { uid, cookie } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  try {
    const found = await findInteractionOf({ uid, cookie, now: await currentTime() })
    if ('ended' in found) return void res.writeHead(409).end()
    await database().transaction(async (tx) =>
      markDecided(tx, found.pending, 'refused', null, null, await currentTime(tx)),
    )
    res.writeHead(200).end()
  } catch (thrown) {
    res.writeHead(isRefusal(thrown) ? 409 : 500).end()
  }
}
