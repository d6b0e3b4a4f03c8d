import 'server-only'
import pino, { type LoggerOptions } from 'pino'
import { env } from '@/lib/env'
import { redactedPaths } from './never-logged'

/** How this product logs. What could name a person or open a door is never printed, a statement's values least of all. */
export const logOptions: LoggerOptions = {
  level: env.LOG_LEVEL,
  redact: {
    paths: redactedPaths(),
    censor: '[not logged]',
  },
  serializers: { err: faultWithoutData },
  hooks: {
    // Without words of its own a line would take the fault's message as they are, past the serializer.
    logMethod([first, words, ...rest], method) {
      if (first instanceof Error) method.call(this, { err: first }, words ?? NO_WORDS, ...rest)
      else method.call(this, first, words ?? NO_WORDS, ...rest)
    },
  },
  base: { service: 'placet' },
  timestamp: pino.stdTimeFunctions.isoTime,
}

const NO_WORDS = 'Something went wrong'

/** Structured logs, one JSON object a line. */
export const log = pino(logOptions)

/** Takes the data out of what others print: Next writes a page's fault to the console with all that it holds. */
export function quietConsole(to: Pick<Console, 'error'> = console): void {
  const print = to.error.bind(to)
  to.error = (...said) => print(...said.map((one) => (one instanceof Error ? faultWithoutData(one) : one)))
}

/**
 * A fault as the log may keep it: kinds and places, all the way down to its causes. A database fault's own message holds
 * the statement's values, which are somebody's data; the driver's below it quotes the value that did not fit.
 */
function faultWithoutData(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { type: typeof thrown }
  return {
    type: thrown.name,
    message: isOfDatabase(thrown) ? 'A statement failed' : thrown.message,
    code: 'code' in thrown ? thrown.code : undefined,
    constraint: 'constraint' in thrown ? thrown.constraint : undefined,
    stack: placesOf(thrown),
    cause: thrown.cause === undefined ? undefined : faultWithoutData(thrown.cause),
    errors: thrown instanceof AggregateError ? thrown.errors.map(faultWithoutData) : undefined,
  }
}

/** Drizzle's fault carries the statement, PostgreSQL's own its severity. */
function isOfDatabase(thrown: Error): boolean {
  return 'query' in thrown || 'params' in thrown || 'severity' in thrown
}

/** Only what follows the message, which may have lines of its own that look like places. */
function placesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message)
  const places = start < 0 ? stack : stack.slice(start + message.length)
  return places
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12)
}
