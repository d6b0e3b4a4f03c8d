import { env } from '@/lib/env'

const LOOPBACK = 'localhost'
const OWN = [env.PUBLIC_ORIGIN, env.MTLS_ORIGIN].map((origin) => hostOf(new URL(origin)))

/**
 * Whether an address leads to the bank itself, however its host is written: a code that is sent there would be shown to
 * whoever reads the bank's logs or pages. Another port of the bank's host is the bank as well; on the loopback of a
 * sandbox, where third parties live beside the bank, only its own ports are.
 */
export function isAtBank(url: URL): boolean {
  const { name, port } = hostOf(url)
  return OWN.some((own) => own.name === name && (name !== LOOPBACK || own.port === port))
}

/** The parser has made one of `0x7f.1` and `127.1` already; a dot at the end changes nothing of where a name leads. */
function hostOf({ hostname, port, protocol }: URL): { name: string; port: string } {
  const name = hostname.replace(/\.+$/, '')
  return { name: isLoopback(name) ? LOOPBACK : name, port: port || (protocol === 'https:' ? '443' : '80') }
}

/** `0.0.0.0` and `[::]` lead to this machine as well. */
function isLoopback(name: string): boolean {
  return (
    /^(.+\.)?localhost$/.test(name) ||
    /^(127|0)(\.\d+){3}$/.test(name) ||
    /^\[::(1|ffff:(7f[0-9a-f]{2}|0):[0-9a-f]+)?\]$/.test(name)
  )
}
