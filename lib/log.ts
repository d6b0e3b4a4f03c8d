import 'server-only'
import pino from 'pino'
import { env } from '@/lib/env'

/** Structured logs, one JSON object a line. What could name a person or open a door is never printed. */
export const log = pino({
  level: env.LOG_LEVEL,
  redact: {
    paths: [
      'authorization',
      'cookie',
      'iban',
      'token',
      'code',
      'name',
      '*.authorization',
      '*.cookie',
      '*.iban',
      '*.token',
    ],
    censor: '[not logged]',
  },
  serializers: { err: faultWithoutData },
  base: { service: 'placet' },
  timestamp: pino.stdTimeFunctions.isoTime,
})

/**
 * A fault as the log may keep it: kinds and places, all the way down to its cause. A database fault's own message holds the
 * statement's values, which are somebody's data.
 */
function faultWithoutData(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return { type: typeof thrown }
  const ofDatabase = 'query' in thrown || 'params' in thrown
  return {
    type: thrown.name,
    message: ofDatabase ? 'A statement failed' : thrown.message,
    code: 'code' in thrown ? thrown.code : undefined,
    constraint: 'constraint' in thrown ? thrown.constraint : undefined,
    stack: thrown.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 12),
    cause: thrown.cause === undefined ? undefined : faultWithoutData(thrown.cause),
  }
}
