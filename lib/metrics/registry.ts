import 'server-only'
import { collectDefaultMetrics, Registry } from 'prom-client'

/**
 * Where all metrics of this process stand, with those of the process itself (event loop, memory, CPU, garbage). One per process,
 * even where Next loads this module twice.
 */
export function metricsRegistry(): Registry {
  shared[held] ??= make()
  return shared[held]
}

function make(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  return registry
}

const held = Symbol.for('placet.metrics')
const shared = globalThis as { [held]?: Registry }
