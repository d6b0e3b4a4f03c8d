import 'server-only'
import { z } from 'zod'
import { sendOut } from '@/lib/egress/send-out'
import type { Witness } from './witness'

const MILLIS_MAX = 10_000

const Held = z.object({ size: z.int().min(0), checkpoint: z.string().nullable() })

/** A witness that answers over HTTPS: GET says what it has, POST takes the next line, 409 and 422 mean that it does not fit. */
export function httpWitness(url: string): Witness {
  return {
    name: new URL(url).host,
    async held() {
      const answer = await sendOut({ url, method: 'GET', millisMax: MILLIS_MAX })
      if (answer.status !== 200) throw new Error(`The witness answered ${answer.status}`)
      return Held.parse(JSON.parse(answer.body.toString('utf8')))
    },
    async take(line) {
      const answer = await sendOut({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(line),
        millisMax: MILLIS_MAX,
      })
      if (answer.status !== 200) throw new Error(`The witness refused with ${answer.status}`)
    },
  }
}
