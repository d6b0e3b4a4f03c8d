import { createServer } from 'node:http'
import { twoKilobytes } from '../two-kilobytes'

// The limit of P4, and what stands beside the limits of P1: Node's own HTTP server, no TLS, no check, nothing read, the
// same JSON made anew for each answer.
const answer: unknown = process.env.BENCH_ANSWER ? JSON.parse(process.env.BENCH_ANSWER) : twoKilobytes
const server = createServer((_req, res) => {
  const body = JSON.stringify(answer)
  res
    .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
})
server.keepAliveTimeout = 65_000
server.listen(0, () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(JSON.stringify({ port: address.port }))
})
