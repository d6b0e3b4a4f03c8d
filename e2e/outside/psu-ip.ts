import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** The address of the person at the other end, which tells the bank that there is one. */
export function psuIpOf(c: Context): string {
  return (getConnInfo(c).remote.address ?? '127.0.0.1').replace(/^::ffff:/, '')
}
