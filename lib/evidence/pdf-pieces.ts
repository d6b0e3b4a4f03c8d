import 'server-only'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'

const FONTS = join(process.cwd(), 'node_modules', '@expo-google-fonts', 'source-sans-3')
const REGULAR = join(FONTS, '400Regular', 'SourceSans3_400Regular.ttf')
const STRONG = join(FONTS, '600SemiBold', 'SourceSans3_600SemiBold.ttf')

const INK = '#111b27'
const MUTED = '#4a5768'
const LINE = '#d5dbe2'
const TERM_WIDTH = 130

/**
 * A document on A4: tagged, with language and title, so that a screen reader finds headings and order. The page is still the
 * form to read: a PDF does not grow with the letters. `keepsPages`: it can be gone back to its first page; without, a page
 * leaves memory as the next one begins.
 */
export function openPdf({ language, title, eyebrow, at, keepsPages }: OpenPdf): PDFKit.PDFDocument {
  return new PDFDocument({
    size: 'A4',
    margins: { left: 64, right: 64, top: 44, bottom: 52 },
    font: REGULAR,
    lang: language,
    tagged: true,
    bufferPages: keepsPages,
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title, Author: eyebrow, CreationDate: new Date(at) },
  })
}

/** A paragraph or a heading of the document, in one of these looks. */
export function say(pdf: PDFKit.PDFDocument, { tag, look, text }: Said): PDFKit.PDFStructureElement {
  return pdf.struct(tag, {}, () => {
    LOOKS[look](pdf)
    pdf.text(text)
  })
}

const LOOKS = {
  eyebrow: (pdf) => pdf.font(REGULAR).fontSize(11).fillColor(MUTED),
  title: (pdf) => pdf.moveDown(0.3).font(STRONG).fontSize(20).fillColor(INK),
  heading: (pdf) => pdf.moveDown(0.9).font(STRONG).fontSize(13).fillColor(INK),
  text: (pdf) => pdf.moveDown(0.3).font(REGULAR).fontSize(11).fillColor(INK),
} as const satisfies Record<string, (pdf: PDFKit.PDFDocument) => unknown>

/** A heading does not stand alone at the foot of a page. */
export function keepTogether(pdf: PDFKit.PDFDocument, { title, lines, nextPage }: KeepTogether): void {
  const { left, right } = pdf.page.margins
  const inPage = { width: pdf.page.width - left - right }
  pdf.font(STRONG).fontSize(13)
  const heading = pdf.heightOfString(title, inPage) + 0.9 * pdf.currentLineHeight(true)
  pdf.font(REGULAR).fontSize(11)
  const text = lines.map((line) => pdf.heightOfString(line, inPage) + 0.3 * pdf.currentLineHeight(true))
  if (!fits(pdf, heading + text.reduce((sum, one) => sum + one, 0))) nextPage()
}

/** A term and what it is, side by side, with a thin rule under the longer of both; whole on one page. */
export function listItem(pdf: PDFKit.PDFDocument, { term, lines }: PdfRow, nextPage: () => void) {
  const { left, right } = pdf.page.margins
  const width = pdf.page.width - left - right
  const detail = lines.join('\n')
  const inTerm = { width: TERM_WIDTH - 12 }
  const inDetail = { width: width - TERM_WIDTH }
  pdf.font(REGULAR).fontSize(11)
  const height = Math.max(pdf.heightOfString(term, inTerm), pdf.heightOfString(detail, inDetail))
  if (!fits(pdf, height)) nextPage()
  const top = pdf.y
  return pdf.struct('LI', {}, [
    pdf.struct('Lbl', {}, () => {
      pdf.font(REGULAR).fontSize(11).fillColor(MUTED)
      pdf.text(term, left, top, inTerm)
    }),
    pdf.struct('LBody', {}, () => {
      pdf.fillColor(INK).text(detail, left + TERM_WIDTH, top, inDetail)
      pdf.x = left
      pdf.y = top + height
      pdf.moveDown(0.2)
      pdf.markContent('Artifact', { type: 'Layout' })
      pdf
        .moveTo(left, pdf.y)
        .lineTo(left + width, pdf.y)
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke()
      pdf.endMarkedContent()
      pdf.moveDown(0.2)
    }),
  ])
}

/** At the foot of the page that is open what it belongs to and which it is, so that a sheet that got loose is seen to be one. */
export function footPage(pdf: PDFKit.PDFDocument, title: string, number: string): void {
  const { left, right } = pdf.page.margins
  const width = pdf.page.width - left - right
  const y = pdf.page.height - 40
  // What is written below the margin would begin a page of its own.
  pdf.page.margins.bottom = 0
  pdf.markContent('Artifact', { type: 'Pagination' })
  pdf.font(REGULAR).fontSize(9).fillColor(MUTED)
  pdf.text(title, left, y, { width: width - 60, height: 12, ellipsis: true, lineBreak: false })
  pdf.text(number, left, y, { width, align: 'right', lineBreak: false })
  pdf.endMarkedContent()
}

const fits = (pdf: PDFKit.PDFDocument, height: number) =>
  pdf.y + height <= pdf.page.height - pdf.page.margins.bottom

/** `at`: the date of the document, ISO 8601. */
export type PdfAbout = { language: string; title: string; eyebrow: string; at: string }
type OpenPdf = PdfAbout & { keepsPages: boolean }
type Said = { tag: 'P' | 'H1' | 'H2'; look: keyof typeof LOOKS; text: string }
type KeepTogether = { title: string; lines: readonly string[]; nextPage: () => void }
export type PdfRow = { term: string; lines: readonly string[] }
