import { randomUUID } from 'node:crypto'
import type { SandboxAnswer } from './call-sandbox'
import type { ConsoleSession } from './console-session'

/** The last answers of the sandbox's console, between the form that asked and the page that shows them. */
const KEPT_MAX = 100

export function keepForPage(session: ConsoleSession, answer: SandboxAnswer): string {
  const id = randomUUID()
  kept.set(id, { session, answer })
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  return id
}

/** What the page with this id shows to the browser that asked, or null; also once newer ones have pushed it out. */
export function keptForPage(session: ConsoleSession | null, id: string): SandboxAnswer | null {
  const found = kept.get(id)
  return found && found.session === session ? found.answer : null
}

// One per process: Next loads this module for the page and for the handler.
const held = Symbol.for('placet.console')
const shared = globalThis as { [held]?: Map<string, Kept> }
const kept: Map<string, Kept> = shared[held] ?? new Map()
shared[held] = kept

type Kept = { session: ConsoleSession; answer: SandboxAnswer }
