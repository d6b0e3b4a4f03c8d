import type { ConsoleSession } from './console-session'

/**
 * A customer came back to the console. The way counts once, and only in the browser that sent them off (`state`):
 * otherwise somebody's yes could be slipped into another's session. Nothing is confirmed here; the code waits for the
 * developer to send it. Returns the operation to go on with, or null for a way that nobody here began.
 */
export function takeReturn(
  session: ConsoleSession | null,
  { state, confirmationCode }: Return,
): string | null {
  const journey = session?.journeys.get(state)
  if (!session || !journey) return null
  session.journeys.delete(state)
  const { service, id, authorisationId } = journey
  session.known.set(`${service}.id`, id)
  session.known.set(`${service}.authorisationId`, authorisationId)
  if (!confirmationCode) return `get${service}Status`
  session.known.set(`${service}.confirmationCode`, confirmationCode)
  return `update${service}Authorisation`
}

type Return = { state: string; confirmationCode: string | null }
