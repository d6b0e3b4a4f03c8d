import { randomUUID } from 'node:crypto'
import type { SandboxAnswer } from './call-sandbox'

/** The last answers of the sandbox's console, between the form that asked and the page that shows them. */
const KEPT_MAX = 100

export function keepForPage(answer: SandboxAnswer): string {
  const id = randomUUID()
  kept.set(id, answer)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  return id
}

/** What the page with this id shows, or null once newer ones have pushed it out. */
export function keptForPage(id: string): SandboxAnswer | null {
  return kept.get(id) ?? null
}

// One per process: Next loads this module for the page and for the handler.
const held = Symbol.for('placet.console')
const shared = globalThis as { [held]?: Map<string, SandboxAnswer> }
const kept: Map<string, SandboxAnswer> = shared[held] ?? new Map()
shared[held] = kept
