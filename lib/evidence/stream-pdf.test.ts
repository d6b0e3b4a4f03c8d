import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { pdfText } from '@/e2e/fixtures/pdf-text'
import { type PdfEntry, type StreamedPdf, streamPdf } from './stream-pdf'

const ABOUT: StreamedPdf = {
  language: 'el',
  title: 'What happened',
  eyebrow: 'Nordhavn Bank',
  at: '2026-11-21T12:00:00.000Z',
  lead: ['For Ελένη Παπαδοπούλου.'],
  end: ['Older than two years is no longer shown.'],
}

async function* entries(count: number): AsyncGenerator<PdfEntry> {
  for (let index = 0; index < count; index += 1) {
    if (index % 500 === 0) yield { heading: `Month ${index / 500}` }
    yield { term: `${index} Nov 2026`, lines: [`Łódź looked, line ${index}`, 'Permission CNS-7F2K-93QD'] }
  }
}

const written = (count: number) => buffer(streamPdf(ABOUT, entries(count)))

test('a fault on the way breaks the file off instead of ending it', async () => {
  async function* broken() {
    yield* entries(3)
    throw new Error('the database went away')
  }
  await expect(buffer(streamPdf(ABOUT, broken()))).rejects.toThrow('the database went away')
})

test('whoever opens it finds each row once, in its order, and each page with its number', async () => {
  const pages = pdfText(await written(120))
  expect(pages.length).toBeGreaterThan(3)
  const lines = pages.flat()
  expect(lines.slice(0, 4)).toEqual([ABOUT.eyebrow, ABOUT.title, ...ABOUT.lead, 'Month 0'])
  const rows = lines.filter((line) => line.startsWith('Łódź'))
  expect(rows).toEqual(Array.from({ length: 120 }, (_, index) => `Łódź looked, line ${index}`))
  expect(lines.filter((line) => line === 'Permission CNS-7F2K-93QD')).toHaveLength(120)
  for (const [index, page] of pages.entries()) expect(page.slice(-2)).toEqual([ABOUT.title, `${index + 1}`])
  expect(pages.at(-1)).toContain(ABOUT.end[0])
})

test('it has its language and its title, is tagged row by row, and is whole', async () => {
  const pdf = (await written(20)).toString('latin1')
  expect(pdf.startsWith('%PDF-1.7')).toBe(true)
  expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true)
  for (const said of ['/Lang (el)', '/Marked true', '/DisplayDocTitle true', '/StructTreeRoot'])
    expect(pdf).toContain(said)
  for (const tag of ['H1', 'H2', 'P', 'L']) expect(pdf).toContain(`/S /${tag}`)
  for (const tag of ['LI', 'Lbl', 'LBody'])
    expect(pdf.match(new RegExp(`/S /${tag}\\b`, 'g'))).toHaveLength(20)
})

test('an empty history is a file, too', async () => {
  const [page, ...more] = pdfText(await written(0))
  expect(more).toEqual([])
  expect(page).toContain(ABOUT.end[0])
})

test('it is written as it is fetched, and no page waits in memory', async () => {
  let asked = 0
  async function* counted() {
    for await (const entry of entries(20_000)) {
      asked += 1
      yield entry
    }
  }
  const stream = streamPdf(ABOUT, counted())
  const first = await stream[Symbol.asyncIterator]().next()
  expect(first.done).toBe(false)
  expect(asked).toBeLessThan(500)
  stream.destroy()
})
