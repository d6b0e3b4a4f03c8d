import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Whether this machine tells what a process tree cost. */
export const canMeasureCpu = process.platform === 'linux'

/**
 * CPU seconds, user and system, that the trees below these processes have used, with the children they have already
 * reaped: a backend of PostgreSQL that ended during a shot would otherwise make its cost negative.
 */
export function cpuSeconds(roots: readonly number[]): number {
  const stats = readStats()
  const members = new Set<number>(roots)
  for (let size = 0; size < members.size; ) {
    size = members.size
    for (const { pid, parent } of stats) if (members.has(parent)) members.add(pid)
  }
  let seconds = 0
  for (const stat of stats) if (members.has(stat.pid)) seconds += stat.own() + stat.reaped
  return seconds
}

const TICKS_PER_SECOND = canMeasureCpu
  ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  : 100

function readStats(): Stat[] {
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readStat(name) : null
    return stat ? [stat] : []
  })
}

function readStat(name: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold blanks: count from its end (proc(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((at) =>
      Number(fields[at]),
    )
    const own = () => exactSeconds(name) ?? (utime + stime) / TICKS_PER_SECOND
    return { pid: Number(name), parent, own, reaped: (cutime + cstime) / TICKS_PER_SECOND }
  } catch {
    // It ended between the listing and the look.
    return null
  }
}

/** To the nanosecond where the kernel keeps scheduler statistics: a tick is 10 ms, which is hundreds of answers. */
function exactSeconds(name: string): number | null {
  try {
    let nanoseconds = 0
    for (const task of readdirSync(`/proc/${name}/task`))
      nanoseconds += Number(readFileSync(`/proc/${name}/task/${task}/schedstat`, 'utf8').split(' ')[0])
    return nanoseconds > 0 ? nanoseconds / 1e9 : null
  } catch {
    return null
  }
}

type Stat = { pid: number; parent: number; own: () => number; reaped: number }
