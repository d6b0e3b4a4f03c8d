import { EXPECTATIONS } from './web-scan/expectations'

const USAGE = `npm run scan:web -- <origin of the pages> [<origin of the mutual-TLS port>]

  Asks a running bank what anybody could ask, and holds the answers against our own table (scripts/web-scan/expectations.ts).
  It is no penetration test and knows no vulnerability by its number. Ends with 1 where anything is not as expected.`

const [origin, mtls = null, ...rest] = process.argv.slice(2)
if (!origin || !URL.canParse(origin) || rest.length > 0) {
  console.error(USAGE)
  process.exit(2)
}
let wrong = 0
for (const { what, find } of EXPECTATIONS) {
  const found = await find({ origin, mtls }).catch((thrown: Error) => [
    `could not be asked: ${thrown.message}`,
  ])
  wrong += found.length
  console.log(`${found.length === 0 ? 'ok   ' : 'WRONG'} ${what}`)
  for (const one of found) console.log(`      ${one}`)
}
console.log(`\n${EXPECTATIONS.length} expectations, ${wrong} findings`)
process.exit(wrong === 0 ? 0 : 1)
