import { spawn } from 'node:child_process'
import { findChromium } from './find-chromium'

// npm run statement [-- place]: measures the journeys of third parties against the bank's own sign-in, as this bank is
// configured, and writes the statement for its authority.
const [place = 'docs/obstacles.md'] = process.argv.slice(2)
const env = { ...process.env, CHROMIUM: findChromium(), STATEMENT: place }
spawn('npx', ['playwright', 'test', 'e2e/journeys/obstacles.spec.ts'], { env, stdio: 'inherit' }).once(
  'close',
  (code) => process.exit(code ?? 1),
)
