import 'server-only'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The columns of the example. */
export const EXAMPLE_COLUMNS = ['row', 'customer', 'iban', 'phone', 'amount', 'note', 'share']

/** A job on it, of invented people; for trying the way out and for measuring it. */
export const EXAMPLE_JOB = {
  name: 'example',
  input: 'protected.csv',
  output: 'example.disclosed',
  layout: { format: 'csv', columns: EXAMPLE_COLUMNS },
  protected: {
    iban: { class: 'accountNumber', alphabet: 'digits', width: 18, keep: 4, tweakBy: 'customer' },
    phone: { class: 'contact', alphabet: 'digits', width: 11, keep: 3 },
  },
  preference: { from: 'row', field: 'share', yes: 'Y', no: 'N' },
}

/** Writes `plain.csv` of so many rows and `job.json`, for a recipient's certificate, into a folder. */
export async function writeExample({ folder, certificate, rows }: WriteExample): Promise<void> {
  await mkdir(folder, { recursive: true })
  const job = { ...EXAMPLE_JOB, recipient: { certificate, use: 'eseal' } }
  await writeFile(join(folder, 'job.json'), `${JSON.stringify(job, null, 2)}\n`)
  const file = await open(join(folder, 'plain.csv'), 'w', 0o600)
  let text = EXAMPLE_HEADER
  for (let n = 0; n < rows; n++) {
    text += exampleRow(n)
    if (text.length < 1_000_000) continue
    await file.writeFile(text)
    text = ''
  }
  await file.writeFile(text)
  await file.close()
}

export const EXAMPLE_HEADER = `${EXAMPLE_COLUMNS.join(',')}\r\n`

/** Row `n` in plain, with quotes and a line end inside of every tenth; of three customers one says yes, one no, one nothing. */
export function exampleRow(
  n: number,
  psuId = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
): string {
  const iban = `DK50${String((n * 7_919_000_033) % 1e14).padStart(14, '0')}`
  const phone = `+45${String((n * 7_907) % 1e8).padStart(8, '0')}`
  const note = n % 10 === 9 ? `"Rent, ""${n}"" – first\n half"` : `Løn ${n}`
  return `${n},${psuId},${iban},${phone},${n % 1_000}.50,${note},${['Y', 'N', ''][n % 3]}\r\n`
}

type WriteExample = { folder: string; certificate: string; rows: number }
