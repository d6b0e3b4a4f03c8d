import 'server-only'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import type { PrintedReceipt } from './printed-receipt'

const FONTS = join(process.cwd(), 'node_modules', '@expo-google-fonts', 'source-sans-3')
const REGULAR = join(FONTS, '400Regular', 'SourceSans3_400Regular.ttf')
const STRONG = join(FONTS, '600SemiBold', 'SourceSans3_600SemiBold.ttf')

const INK = '#111b27'
const MUTED = '#4a5768'
const LINE = '#d5dbe2'
const TERM_WIDTH = 130

/**
 * A receipt as a PDF on A4: tagged, with language and title, so that a screen reader finds headings and order.
 * The page is still the form to read: a PDF does not grow with the letters. `at` is the date of the document.
 */
export function writePdf(printed: PrintedReceipt, at: string): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 64,
    font: REGULAR,
    lang: printed.language,
    tagged: true,
    bufferPages: true,
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: printed.title, Author: printed.eyebrow, CreationDate: new Date(at) },
  })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const written = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    pdf.on('end', () => resolve(Uint8Array.from(Buffer.concat(chunks))))
    pdf.on('error', reject)
  })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  const say = (tag: string, text: string, style: () => void) =>
    document.add(
      pdf.struct(tag, {}, () => {
        style()
        pdf.text(text)
      }),
    )
  say('P', printed.eyebrow, () => pdf.fontSize(11).fillColor(MUTED))
  say('H1', printed.title, () => pdf.moveDown(0.3).font(STRONG).fontSize(20).fillColor(INK))
  pdf.moveDown(1)
  const list = pdf.struct('L')
  document.add(list)
  for (const row of printed.rows) list.add(listItem(pdf, row))
  list.end()
  for (const { title, lines } of printed.sections) {
    keepTogether(pdf, title, lines)
    say('H2', title, () => pdf.moveDown(1.2).font(STRONG).fontSize(13).fillColor(INK))
    for (const line of lines) say('P', line, () => pdf.moveDown(0.3).font(REGULAR).fontSize(11))
  }
  document.end()
  numberPages(pdf, printed.title)
  pdf.end()
  return written
}

/** A heading does not stand alone at the foot of a page. */
function keepTogether(pdf: PDFKit.PDFDocument, title: string, lines: readonly string[]) {
  const { left, right, bottom } = pdf.page.margins
  const inPage = { width: pdf.page.width - left - right }
  pdf.font(STRONG).fontSize(13)
  const heading = pdf.heightOfString(title, inPage) + 1.2 * pdf.currentLineHeight(true)
  pdf.font(REGULAR).fontSize(11)
  const text = lines.map((line) => pdf.heightOfString(line, inPage) + 0.3 * pdf.currentLineHeight(true))
  const height = heading + text.reduce((sum, one) => sum + one, 0)
  if (pdf.y + height > pdf.page.height - bottom) pdf.addPage()
}

/** On each page what it belongs to and which of how many it is, so that a sheet that got loose is seen to be one. */
function numberPages(pdf: PDFKit.PDFDocument, title: string) {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page)
    const { left, right } = pdf.page.margins
    const width = pdf.page.width - left - right
    const y = pdf.page.height - 40
    // What is written below the margin would begin a page of its own.
    pdf.page.margins.bottom = 0
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.font(REGULAR).fontSize(9).fillColor(MUTED)
    pdf.text(title, left, y, { width: width - 60, height: 12, ellipsis: true, lineBreak: false })
    pdf.text(`${page - start + 1} / ${count}`, left, y, { width, align: 'right', lineBreak: false })
    pdf.endMarkedContent()
  }
}

/** A term and what it is, side by side, with a thin rule under the longer of both. */
function listItem(pdf: PDFKit.PDFDocument, { term, lines }: PrintedReceipt['rows'][number]) {
  const { left, right, bottom } = pdf.page.margins
  const width = pdf.page.width - left - right
  const detail = lines.join('\n')
  const inTerm = { width: TERM_WIDTH - 12 }
  const inDetail = { width: width - TERM_WIDTH }
  let top = 0
  let height = 0
  return pdf.struct('LI', {}, [
    pdf.struct('Lbl', {}, () => {
      pdf.font(REGULAR).fontSize(11).fillColor(MUTED)
      height = Math.max(pdf.heightOfString(term, inTerm), pdf.heightOfString(detail, inDetail))
      if (pdf.y + height > pdf.page.height - bottom) pdf.addPage()
      top = pdf.y
      pdf.text(term, left, top, inTerm)
    }),
    pdf.struct('LBody', {}, () => {
      pdf.fillColor(INK).text(detail, left + TERM_WIDTH, top, inDetail)
      pdf.x = left
      pdf.y = top + height
      pdf.moveDown(0.35)
      pdf.markContent('Artifact', { type: 'Layout' })
      pdf
        .moveTo(left, pdf.y)
        .lineTo(left + width, pdf.y)
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke()
      pdf.endMarkedContent()
      pdf.moveDown(0.35)
    }),
  ])
}
