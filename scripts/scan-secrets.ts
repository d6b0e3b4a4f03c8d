import { execFileSync, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// npm run scan [-- FILE…]: looks for secrets in every file that git knows, or in those named. Ends with 1 where it found one.
const given = process.argv.slice(2)
const files =
  given.length > 0 ? given : execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')
// Pictures and fonts hold no text; the rest is read whole.
const texts = files.filter((file) => !/\.(png|jpe?g|ico|woff2?|ttf|pdf)$/.test(file))
const program = join(
  dirname(createRequire(import.meta.url).resolve('secretlint/package.json')),
  'bin',
  'secretlint.js',
)
const { status } = spawnSync(
  process.execPath,
  [program, '--secretlintrc', 'scripts/supply-chain/secretlintrc.json', ...texts],
  { stdio: 'inherit' },
)
if (status === 0) console.log(`No secret in ${texts.length} files.`)
process.exit(status ?? 1)
