import 'server-only'
import { Readable } from 'node:stream'
import { footPage, keepTogether, listItem, openPdf, type PdfAbout, type PdfRow, say } from './pdf-pieces'

/**
 * A long list as a PDF like a receipt's, written while its rows are read and no faster than it is fetched: a page that is full
 * leaves memory, and of each row no more stays than where its tags stand. So a page has its number, and not of how many. A fault
 * on the way breaks the file off, without an end.
 */
export function streamPdf(about: StreamedPdf, entries: AsyncIterable<PdfEntry>): Readable {
  return Readable.from(written(about, entries), { objectMode: false })
}

async function* written(about: StreamedPdf, entries: AsyncIterable<PdfEntry>): AsyncGenerator<Uint8Array> {
  const pdf = openPdf({ ...about, keepsPages: false })
  let page = 1
  const nextPage = () => {
    footPage(pdf, about.title, `${page}`)
    pdf.addPage()
    page += 1
  }
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  document.add(say(pdf, { tag: 'P', look: 'eyebrow', text: about.eyebrow }))
  document.add(say(pdf, { tag: 'H1', look: 'title', text: about.title }))
  for (const line of about.lead) document.add(say(pdf, { tag: 'P', look: 'text', text: line }))
  let list: PDFKit.PDFStructureElement | null = null
  for await (const entry of entries) {
    if ('heading' in entry) {
      list?.end()
      list = null
      keepTogether(pdf, { title: entry.heading, lines: ROOM, nextPage })
      document.add(say(pdf, { tag: 'H2', look: 'heading', text: entry.heading }))
      pdf.moveDown(0.5)
    } else {
      if (list === null) {
        list = pdf.struct('L')
        document.add(list)
      }
      list.add(listItem(pdf, entry, nextPage))
    }
    yield* writtenOf(pdf)
  }
  list?.end()
  for (const line of about.end) {
    keepTogether(pdf, { title: line, lines: [], nextPage })
    document.add(say(pdf, { tag: 'P', look: 'text', text: line }))
  }
  document.end()
  footPage(pdf, about.title, `${page}`)
  pdf.end()
  yield* writtenOf(pdf)
}

/** What was written since the last call, without waiting for more. */
function* writtenOf(pdf: PDFKit.PDFDocument): Generator<Buffer> {
  for (let chunk = pdf.read(); Buffer.isBuffer(chunk); chunk = pdf.read()) yield chunk
}

/** What a heading has below it on its page, at least. */
const ROOM = ['', '', '']

/** `lead` and `end` are paragraphs before and after the list. */
export type StreamedPdf = PdfAbout & { lead: readonly string[]; end: readonly string[] }
export type PdfEntry = { heading: string } | PdfRow
