import { createServer } from 'node:http'
import { twoKilobytes } from '../two-kilobytes'

// The limit of P4: Node's own HTTP server, no TLS, no check, the same JSON made anew for each answer.
const server = createServer((_req, res) => {
  const body = JSON.stringify(twoKilobytes)
  res
    .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
})
server.keepAliveTimeout = 65_000
server.listen(0, () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(JSON.stringify({ port: address.port }))
})
