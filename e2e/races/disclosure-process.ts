import { type FileHandle, open } from 'node:fs/promises'
import { readJob } from '@/lib/disclosure/read-job'
import { runJob } from '@/lib/disclosure/run-job'

// One run of a job, as a process that can be killed: at the n-th time that it writes to a file or waits for the disk (0: at none),
// and of a write half the bytes are there by then.
const [job = '', checkpointBytes = '0', place = '0'] = process.argv.slice(2)
await killAt(Number(place))
process.send?.('begun')
const before = process.cpuUsage()
const { counts } = await runJob(await readJob(job), { checkpointBytes: Number(checkpointBytes) })
const { user, system } = process.cpuUsage(before)
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1_024)
process.send?.({ counts, mebibytes, cpuSeconds: (user + system) / 1e6 })
process.disconnect?.()
process.exit(0)

async function killAt(nth: number): Promise<void> {
  const handle = await open('.', 'r')
  const prototype: FileHandle = Object.getPrototypeOf(handle)
  await handle.close()
  const { write, sync, truncate } = prototype
  let times = 0
  const isNow = () => nth > 0 && ++times === nth
  const die = () => process.kill(process.pid, 'SIGKILL')
  prototype.sync = function () {
    if (isNow()) die()
    return sync.call(this)
  }
  prototype.truncate = function (length) {
    if (isNow()) die()
    return truncate.call(this, length)
  }
  Object.assign(prototype, {
    async write(this: FileHandle, bytes: Buffer, from: number, length: number, at: number) {
      if (isNow()) {
        await Reflect.apply(write, this, [bytes, from, Math.floor(length / 2), at])
        die()
      }
      return Reflect.apply(write, this, [bytes, from, length, at])
    },
  })
}
