import type { Call } from './history'
import type { Faults } from './report'

/**
 * What became of the steps that kills cut off. A kill is survived if the process died of it and every step that it left without
 * an answer came to one under its own key, from whoever was left; `signal` is what the process died of.
 */
export function judgeKills(calls: readonly Call[], killed: readonly Killed[]): Faults {
  const tries = Map.groupBy(calls, ({ key }) => key)
  const lost = Map.groupBy(
    calls.filter(({ status }) => status === null),
    ({ by }) => by,
  )
  const outcomeOf = ({ key }: Pick<Call, 'key'>) =>
    tries.get(key)?.findLast(({ status }) => status !== null && status < 500)
  const cutBy = killed.map(({ pid }) => lost.get(pid) ?? [])
  const isSurvived = (cut: readonly Call[], nth: number) =>
    killed[nth]?.signal === 'SIGKILL' && cut.every((call) => outcomeOf(call) !== undefined)
  const steps = [...new Map(cutBy.flat().map((call) => [call.key, call])).values()]
  const ended = steps.map((step) => outcomeOf(step)?.status ?? null)
  const done = ended.filter((status) => status !== null && status < 400).length
  const open = steps.filter((step) => outcomeOf(step) === undefined).map(({ op }) => op)
  const seen =
    `${calls.length} calls; ${cutBy.filter(({ length }) => length > 0).length} kills cut off ${steps.length} steps: ` +
    `tried again ${done} were done, ${steps.length - done - open.length} refused as spent or decided, ${open.length} never answered` +
    (open.length > 0 ? ` (${open.join(', ')})` : '')
  return { tried: killed.length, survived: cutBy.filter(isSurvived).length, seen }
}

export type Killed = { pid: number | undefined; signal: string | null }
