import 'server-only'
import { LANGUAGES, type Language } from '@/i18n/languages'
import { brand } from '@/lib/brand'
import { type Formats, formatsFor } from '@/lib/formats'
import { paymentReference } from '@/lib/payments/payment'
import { type ExportWords, exportWords } from './export-words'
import type { HeldTable } from './held-tables'
import { HELD_GROUPS } from './ownership'
import { type PaymentWords, paymentWords } from './payment-words'
import type { PlainRow } from './plain-row'

/** So many rows of each kind stand in the readable page, the newest; all of them in the file beside it. */
export const SHOWN_MAX = 200

/**
 * The readable part of a copy: a page that needs nothing from anywhere, for a browser without a network and for a screen reader.
 * Every value is text of others: nothing of it can become markup or be run.
 */
export async function* copyPage({ parts, at, language }: CopyPage): AsyncGenerator<string> {
  const t = exportWords(language)
  const { formats, direction } = LANGUAGES[language]
  const written = formatsFor(language, brand.timeZone)
  const when = new Intl.DateTimeFormat(formats, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: brand.timeZone,
  })
  yield `<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(t('copy.title', { bank: brand.name }))}</title><style>${STYLE}</style></head><body><main>
<h1>${text(t('copy.title', { bank: brand.name }))}</h1>
<p>${text(t('copy.lead', { when: when.format(at) }))}</p><p>${text(t('copy.files'))} ${text(t('copy.fields'))}</p>
<p>${text(t('copy.withheld'))}</p><dl>${(['hash', 'secret', 'third-party', 'other-holder'] as const)
    .map((reason) => `<dt lang="en">${reason}</dt><dd>${text(t(`copy.reason.${reason}`))}</dd>`)
    .join('')}</dl>
<nav aria-label="${text(t('copy.contents'))}"><ul>${HELD_GROUPS.map((group) => `<li><a href="#${group}">${text(t(`group.${group}.name`))}</a></li>`).join('')}</ul></nav>
`
  for (const group of HELD_GROUPS) {
    yield `<h2 id="${group}">${text(t(`group.${group}.name`))}</h2><p>${text(t(`group.${group}.why`))}</p>\n`
    const inGroup = parts.filter(({ held }) => held.owned.group === group)
    for (const [kind, ofKind] of Map.groupBy(inGroup, ({ held }) => held.owned.kind)) {
      yield `<h3>${text(t(`kept.${kind}.name`))}</h3><dl>${WHY.map(([label, word]) => `<dt>${text(t(`column.${label}`))}</dt><dd>${text(t(`kept.${kind}.${word}`))}</dd>`).join('')}</dl>\n`
      for (const part of ofKind) yield* ofTable(part, t, language, written)
    }
  }
  yield '</main></body></html>\n'
}

/** What is said of each kind, under which of its headings. */
const WHY = [
  ['purpose', 'purpose'],
  ['period', 'period'],
  ['basis', 'ground'],
] as const

function* ofTable({ held, rows, shown }: PagePart, t: ExportWords, language: Language, formats: Formats) {
  const { name, owned } = held
  yield `<p>${text(t('copy.entries', { count: rows }))} <a href="data/${name}.json">data/${name}.json</a></p>\n`
  if (shown.length < rows) yield `<p>${text(t('copy.newest', { count: shown.length }))}</p>\n`
  for (const [index, row] of shown.entries()) {
    const at = owned.time ? row[owned.time] : null
    const time = typeof at === 'string' ? inWords(at, formats) : String(index + 1)
    const payment = name === 'payments' ? paymentWords(row, language, formats) : null
    const titles = [time, payment?.title ?? (owned.of === 'payments' ? referenceOf(row) : null)]
    yield `<details><summary>${text(titles.filter((title) => title !== null).join(' · '))}</summary>${payment ? asFacts(payment) : asList(row, formats)}</details>\n`
  }
}

const asFacts = ({ facts }: PaymentWords) =>
  `<dl>${facts.map(({ label, value }) => `<dt>${text(label)}</dt><dd>${text(value)}</dd>`).join('')}</dl>`

const referenceOf = ({ paymentId }: PlainRow) =>
  typeof paymentId === 'string' ? paymentReference(paymentId) : null

/** An instant as the bank's clocks show it; anything else as it is. */
const inWords = (value: string, formats: Formats) => (INSTANT.test(value) ? formats.second(value) : value)
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** As a list of names and values, however deep. */
function asList(value: unknown, formats: Formats): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value))
    return value.length === 0
      ? '–'
      : `<ul>${value.map((one) => `<li>${asList(one, formats)}</li>`).join('')}</ul>`
  if (typeof value === 'object')
    return `<dl>${Object.entries(value)
      .map(([key, inner]) => `<dt lang="en">${text(sentenceOf(key))}</dt><dd>${asList(inner, formats)}</dd>`)
      .join('')}</dl>`
  return text(inWords(String(value), formats))
}

/** `lastSeenAt` and `last_seen_at` as "Last seen at". */
function sentenceOf(name: string): string {
  const words = name
    .replace(/^sealed(?=[A-Z])/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const text = (words: string) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#fff;color:#1b2430;overflow-wrap:anywhere}a{color:#0b4a8f}
@media(prefers-color-scheme:dark){body{background:#12171d;color:#e6e9ed}a{color:#9cc7ff}}main{max-width:60rem;margin:auto;padding:1.5rem}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}dt{font-weight:600}dd{margin:0;min-width:0;overflow-wrap:anywhere}dd>dl,dd>ul{margin:.25rem 0;border-inline-start:2px solid;padding-inline-start:.75rem;list-style:none}
summary{padding:.4rem 0;cursor:pointer}@media(max-width:40rem){dl{display:block}dd{margin:0 0 .5rem}}`

type CopyPage = { parts: readonly PagePart[]; at: Date; language: Language }
export type PagePart = { held: HeldTable; rows: number; shown: readonly PlainRow[] }
