import { readFileSync } from 'node:fs'
import { appendFile, readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { parseArgs } from 'node:util'
import { keepWitness } from './keep-witness.ts'
import { readKeys } from './note.ts'

// A witness for somebody else's machine: Node and this folder are all it needs.
const USAGE = `npm run witness -- --file <file> --keys <keys.json> --cert <pem> --key <pem> [--port 8443] [--clients <ca.pem>]

  Takes checkpoints of one bank's audit trail with their entries, and refuses what does not continue what it has.
  --clients: only who shows a certificate of this CA may write (the bank shows EGRESS_CERTIFICATE_FILE).`

const BODY_MAX = 1024 * 1024

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    keys: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    port: { type: 'string', default: '8443' },
    host: { type: 'string' },
    clients: { type: 'string' },
  },
})
const { file, keys, cert, key, clients, port, host } = values
if (!file || !keys || !cert || !key) {
  console.error(USAGE)
  process.exit(2)
}
await appendFile(file, '')
const witness = await keepWitness({ file, keys: readKeys(await readFile(keys, 'utf8')) })
const tls = { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' } as const
const known = clients ? { ca: readFileSync(clients), requestCert: true, rejectUnauthorized: true } : {}
let turn: Promise<unknown> = Promise.resolve()

const server = createServer({ ...tls, ...known }, async (request, response) => {
  const answer = (status: number) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(witness.held()))
  if (request.method === 'GET') return answer(200)
  if (request.method !== 'POST') return answer(405)
  // Whoever hangs up in the middle has said nothing, and must not end the program.
  const line = await bodyOf(request).catch(() => null)
  // One line after the other, in the order of their arrival.
  const said = turn.then(() => witness.take(line))
  turn = said.catch(() => undefined)
  const { status } = await said.catch(() => ({ status: 500 }))
  if (status !== 200) console.error(`Refused with ${status}; ${witness.held().size} entries are held`)
  answer(status)
})
server.listen(Number(port), host, () => console.log(`The witness listens on port ${port}`))

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    length += part.length
    if (length > BODY_MAX) return null
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return null
  }
}
