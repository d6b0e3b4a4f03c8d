import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'

export const PROXIES = ['haproxy', 'nginx'] as const
export type Proxy = (typeof PROXIES)[number]

/** Where the program is, or null. Debian keeps servers where the PATH of a user does not lead. */
export function findProxy(name: Proxy): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path)) ?? null
}

/**
 * Brings the proxies whose configuration is in deploy/ where they are absent: Debian's packages, when root in a container.
 * A machine that runs services is left alone, because there the packages would start theirs. Returns what is missing still.
 */
export function installProxies(): Proxy[] {
  const missing = PROXIES.filter((name) => !findProxy(name))
  const container = process.getuid?.() === 0 && !existsSync('/run/systemd/system')
  if (missing.length === 0 || !container || !existsSync('/etc/debian_version')) return missing
  console.log(`Installing Debian's packages of ${missing.join(' and ')} …`)
  try {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...missing], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    })
  } catch (thrown) {
    console.error(`Installing them failed: ${thrown}`)
  }
  return missing.filter((name) => !findProxy(name))
}
