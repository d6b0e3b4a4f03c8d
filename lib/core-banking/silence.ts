/** Notes that the ledger could not be asked. Only counted, so that who asks waits for nothing; `takeSilence` says how often. */
export function noteSilence(): void {
  shared[held] = (shared[held] ?? 0) + 1
}

/** How often it was noted in this process since the last call. */
export function takeSilence(): number {
  const counted = shared[held] ?? 0
  shared[held] = 0
  return counted
}

/** On the process itself: Next loads this file twice in one. */
const held = Symbol.for('placet.silence')
const shared = globalThis as { [held]?: number }
