import 'server-only'
import { footPage, keepTogether, listItem, openPdf, say } from './pdf-pieces'
import type { PrintedReceipt } from './printed-receipt'

/** A receipt as a PDF, each page with its number and of how many. `at` is the date of the document. */
export function writePdf(printed: PrintedReceipt, at: string): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = openPdf({ ...printed, at, keepsPages: true })
  const nextPage = () => void pdf.addPage()
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const written = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))))
    pdf.on('error', reject)
  })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  document.add(say(pdf, { tag: 'P', look: 'eyebrow', text: printed.eyebrow }))
  document.add(say(pdf, { tag: 'H1', look: 'title', text: printed.title }))
  pdf.moveDown(1)
  const list = pdf.struct('L')
  document.add(list)
  for (const row of printed.rows) list.add(listItem(pdf, row, nextPage))
  list.end()
  for (const { title, lines } of printed.sections) {
    keepTogether(pdf, { title, lines, nextPage })
    document.add(say(pdf, { tag: 'H2', look: 'heading', text: title }))
    for (const line of lines) document.add(say(pdf, { tag: 'P', look: 'text', text: line }))
  }
  document.end()
  numberPages(pdf, printed.title)
  pdf.end()
  return written
}

function numberPages(pdf: PDFKit.PDFDocument, title: string): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page)
    footPage(pdf, title, `${page - start + 1} / ${count}`)
  }
}
