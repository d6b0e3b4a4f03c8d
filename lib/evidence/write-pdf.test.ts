import { expect, test } from 'vitest'
import type { PrintedReceipt } from './printed-receipt'
import { writePdf } from './write-pdf'

const printed: PrintedReceipt = {
  language: 'el',
  eyebrow: 'Record of Nordhavn Bank',
  title: 'You allowed Εφαρμογή to see account data',
  rows: Array.from({ length: 60 }, (_, index) => ({
    id: `row${index}`,
    term: `Term ${index}`,
    lines: ['Ελένη Παπαδοπούλου', 'Łódź'],
  })),
  sections: [{ id: 'complain', title: 'If something is wrong', lines: ['Call us.'] }],
}

test('a PDF has its language and its title, is tagged, and goes on over as many pages as it takes', async () => {
  const pdf = Buffer.from(await writePdf(printed, '2026-11-21T12:00:00.000Z')).toString('latin1')
  expect(pdf.startsWith('%PDF-1.7')).toBe(true)
  expect(pdf).toContain('/Lang (el)')
  expect(pdf).toContain('/Marked true')
  expect(pdf).toContain('/DisplayDocTitle true')
  expect(pdf).toContain('/StructTreeRoot')
  for (const tag of ['H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody']) expect(pdf).toContain(`/S /${tag}`)
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2)
})
