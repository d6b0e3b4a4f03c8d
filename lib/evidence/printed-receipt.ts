/**
 * A receipt in words, in the customer's language: the same lines for the page, the PDF and the page that checks a file, so
 * that none of them says more or less than the others.
 */
export type PrintedReceipt = {
  language: string
  eyebrow: string
  title: string
  rows: { id: string; term: string; lines: string[] }[]
  sections: { id: string; title: string; lines: string[] }[]
}
