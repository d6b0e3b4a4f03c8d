import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { judgeProofs } from './judge-proofs.ts'
import { readKeys } from './note.ts'

// As `verify.ts`: Node and nothing else, and no line of what makes the proofs.
const USAGE = `npm run audit -- verify-proofs <path> --keys <keys.json> [--witness <file>]

  Checks the proofs of a case file, unpacked into the folder <path>, or of a receipt's signed file, and names the first row that does
  not stand in the trail as it is there. The keys are the bank's, from https://<the bank>/.well-known/audit-keys.json.
  With a witness's file: that the witness has seen the very tree of the proofs, so that the bank alone cannot have made them up.
  Ends with 0 where all hold, 1 where one does not, 2 where a file cannot be read.
  By itself: node scripts/audit-verify/verify-proofs.ts <path> --keys <keys.json>`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { witness: { type: 'string' }, keys: { type: 'string' } },
})
const [path, ...rest] = positionals
const { witness = null, keys } = values
if (!path || rest.length > 0 || !keys) {
  console.error(USAGE)
  process.exit(2)
}
try {
  const judged = await judgeProofs({ path, keys: readKeys(await readFile(keys, 'utf8')), witness })
  if (judged.fault) console.log(`NOT PROVEN: ${judged.fault.row ?? 'the checkpoint'}. ${judged.fault.why}`)
  else {
    console.log(`PROVEN: ${judged.rows} rows stand in the trail as of ${judged.at}`)
    if (witness)
      console.log(
        judged.witnessed ? 'The witness has seen this tree.' : 'The witness has not seen this tree yet.',
      )
  }
  process.exitCode = judged.fault ? 1 : 0
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 2
}
