import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describe, judgeExport } from './judge-export.ts'
import { readKeys } from './note.ts'

// A program of its own, with Node and nothing else: it shares no line with what writes the trail (see docs/audit-trail.md).
const USAGE = `npm run audit -- verify <export> --witness <file> --keys <keys.json> [--late-minutes 10] [--kept-years 5]
                            [--not-before <time>]

  Compares an export of the trail with a witness's file and names the first row that is not as it was. The keys are
  the bank's, from https://<the bank>/.well-known/audit-keys.json, saved when you began to watch.
  --not-before: the witness has to have seen a checkpoint of that time or later.
  Ends with 0 where all is as it was, 1 where it is not, 2 where a file cannot be read.
  By itself: node scripts/audit-verify/verify.ts <export> --witness <file> --keys <keys.json>`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    witness: { type: 'string' },
    keys: { type: 'string' },
    'late-minutes': { type: 'string', default: '10' },
    'kept-years': { type: 'string', default: '5' },
    'not-before': { type: 'string', default: new Date(0).toISOString() },
  },
})
const [folder, ...rest] = positionals
const { witness, keys } = values
const [lateMinutes, keptYears] = [Number(values['late-minutes']), Number(values['kept-years'])]
const notBefore = Date.parse(values['not-before'])
if (!folder || rest.length > 0 || !witness || !keys || Number.isNaN(lateMinutes + keptYears + notBefore)) {
  console.error(USAGE)
  process.exit(2)
}
try {
  const { found, rows, witnessed, last } = await judgeExport({
    folder,
    witness,
    keys: readKeys(await readFile(keys, 'utf8')),
    lateMinutes,
    keptYears,
  })
  if (found) console.log(describe(found))
  else if (!last) console.log('The witness has no checkpoint: nothing was compared.')
  else if (Date.parse(last.at) < notBefore)
    console.log(
      `TOO OLD: the witness has seen nothing since ${last.at}, so of what came later it shows nothing.`,
    )
  else
    console.log(
      `AS IT WAS: ${rows} rows; the witness has seen ${witnessed} of them, up to ${last.at} (${last.origin})`,
    )
  process.exitCode = found || !last || Date.parse(last.at) < notBefore ? 1 : 0
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 2
}
