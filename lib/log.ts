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
  base: { service: 'placet' },
  timestamp: pino.stdTimeFunctions.isoTime,
})
