import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { completeEnvironment } from './environment'

const USAGE = `npm run --silent events -- export --format ecs|syslog [--since TIME] [--cursor FILE] [--follow]

  Writes the trail and what was turned away to standard output, a line each, for a SIEM.
  --format   ecs: Elastic Common Schema as JSON lines; syslog: RFC 5424 with structured data
  --since    only what happened from that time on, such as 2026-11-01T00:00:00Z
  --cursor   goes on after what this file says, and notes there how far it came
  --follow   goes on for what comes, until it is told to end`

const options = read()
const { isSiemFormat } = await import('@/lib/siem/siem-formats')
const since = options?.since === undefined ? null : new Date(options.since)
if (!options || !isSiemFormat(options.format) || (since && Number.isNaN(since.getTime()))) {
  console.error(USAGE)
  process.exit(2)
}
await completeEnvironment({ NODE_ENV: 'production', LOG_LEVEL: 'silent' })
const { exportEvents } = await import('@/lib/siem/export-events')
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
await exportEvents({
  format: options.format,
  since,
  cursor: options.cursor ?? null,
  follow: options.follow ?? false,
  ending: ending.signal,
  // As fast as whoever reads it takes it.
  write: async (lines) => {
    if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
  },
})
process.exit(0)

function read() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        format: { type: 'string', default: '' },
        since: { type: 'string' },
        cursor: { type: 'string' },
        follow: { type: 'boolean' },
      },
    })
    return positionals.join() === 'export' ? values : null
  } catch {
    return null
  }
}
