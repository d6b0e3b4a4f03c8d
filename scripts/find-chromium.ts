import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/**
 * The browser for the journeys: `CHROMIUM` from the environment, Playwright's own, the system's. Where there is none it
 * installs one: Debian's package when root on Debian, else Playwright's. If it cannot, it throws what to do.
 */
export function findChromium(): string {
  return known() ?? install()
}

function known(): string | null {
  const named = process.env.CHROMIUM
  if (named && !existsSync(named)) throw new Error(`CHROMIUM names ${named}, which is not there`)
  const found = [named, chromium.executablePath(), ...SYSTEM.map(which), MAC]
  return found.find((path) => path && existsSync(path)) ?? null
}

function install(): string {
  const debian = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  console.log(`No Chromium found: installing ${debian ? "Debian's package" : "Playwright's"} …`)
  try {
    if (debian) {
      execFileSync('apt-get', ['update'], { stdio: 'inherit' })
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit' })
    } else execFileSync('npx', ['playwright', 'install', '--with-deps', 'chromium'], { stdio: 'inherit' })
  } catch (cause) {
    throw new Error(
      'No Chromium, and installing one failed. Install one and name it: CHROMIUM=/path/to/chromium npm test',
      {
        cause,
      },
    )
  }
  const installed = known()
  if (!installed)
    throw new Error('A Chromium was installed but is not to be found. Name it: CHROMIUM=/path npm test')
  return installed
}

function which(program: string): string | null {
  try {
    return execFileSync('which', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
