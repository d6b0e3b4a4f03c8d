import { hostname } from 'node:os'
import type { SiemEvent } from './siem-event'

/** How a line is written for whom reads it: Elastic Common Schema as JSON lines, or syslog (RFC 5424) with structured data. */
export const SIEM_FORMATS = { ecs: toEcs, syslog: toSyslog } as const

export const isSiemFormat = (name: string): name is SiemFormat => Object.hasOwn(SIEM_FORMATS, name)
export type SiemFormat = keyof typeof SIEM_FORMATS

const ECS_VERSION = '8.17.0'

function toEcs(event: SiemEvent): string {
  const alert = event.severity <= WARNING && event.outcome !== 'success'
  return JSON.stringify({
    '@timestamp': event.at,
    ecs: { version: ECS_VERSION },
    event: {
      id: event.id,
      kind: alert ? 'alert' : 'event',
      category: event.category,
      type: event.type,
      outcome: event.outcome,
      action: event.action,
      severity: event.severity,
      module: 'placet',
      dataset: `placet.${event.source}`,
    },
    service: { type: 'placet' },
    host: { name: hostname() },
    ...(event.person !== null && { user: { id: event.person } }),
    ...(event.tppId !== null && { organization: { id: event.tppId } }),
    ...(event.requestId !== null && { trace: { id: event.requestId } }),
    // Names of ours below one of ours, as ECS asks of what it has no field for.
    placet: {
      actor: event.actor,
      subject: event.subject,
      count: event.count,
      ...(event.consentId !== null && { consent_id: event.consentId }),
      detail: event.detail,
    },
  })
}

/** RFC 5424 table 1: log audit. */
const FACILITY = 13
const WARNING = 4
const MSGID_MAX = 32
/** RFC 5612: the number for documentation; a collector maps the fields by their names. */
const SD_ID = 'placet@32473'

function toSyslog(event: SiemEvent): string {
  const fields: Record<string, string | null> = {
    id: event.id,
    category: event.category.join(','),
    type: event.type.join(','),
    outcome: event.outcome,
    actor: event.actor,
    subject: event.subject,
    user: event.person,
    tpp: event.tppId,
    consent: event.consentId,
    request: event.requestId,
    count: String(event.count),
    detail: JSON.stringify(event.detail),
  }
  const told = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : `${name}="${escaped(value)}"`,
  )
  const head = `<${FACILITY * 8 + event.severity}>1 ${event.at} ${ascii(hostname())} placet ${process.pid}`
  return `${head} ${ascii(event.action).slice(0, MSGID_MAX)} [${SD_ID} ${told.join(' ')}]`
}

/** RFC 5424, 6.3.3: these three and nothing else are escaped. A line break would end the message before its time. */
function escaped(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&').replace(/[\r\n]/g, ' ')
}

const ascii = (text: string) => text.replace(/[^\x21-\x7e]/g, '_') || '-'
