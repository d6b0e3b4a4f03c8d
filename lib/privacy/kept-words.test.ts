import { expect, test } from 'vitest'
import { copyOf, unpacked } from '@/e2e/fixtures/copy-of'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { OFFERED } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { HELD_TABLES } from './held-tables'
import { KEPT_KINDS } from './ownership'

const numbersIn = (text: string) => [...new Set(text.match(/\d+/g))].sort()

test('each kind of data is of some table, and each table of a customer has a kind', () => {
  const used = new Set(HELD_TABLES.map(({ owned }) => owned.kind))
  expect(KEPT_KINDS.filter((kind) => !used.has(kind))).toEqual([])
})

test.each(OFFERED)('in %s each kind says what, for what, how long and on what ground', (language) => {
  const { kept } = messagesOf(language).privacy
  expect(Object.keys(kept).sort()).toEqual([...KEPT_KINDS].sort())
  for (const kind of KEPT_KINDS)
    for (const word of ['name', 'purpose', 'period', 'ground'] as const)
      expect(kept[kind][word], `${kind}.${word}`).not.toBe('')
})

test.each(OFFERED)(
  'in %s the grounds name the same articles as the annotations of the tables',
  (language) => {
    const { kept } = messagesOf(language).privacy
    for (const kind of KEPT_KINDS) {
      const annotated = HELD_TABLES.filter(({ owned }) => owned.kind === kind).map(
        ({ keeping }) => keeping.basis,
      )
      expect(numbersIn(kept[kind].ground), kind).toEqual(numbersIn(annotated.join(' ')))
    }
  },
)

test('the readable page of a copy is in the language of the page on which it was asked for', async () => {
  const psuId = await givenPsu()
  const page = unpacked(await copyOf(psuId, 'de')).get('index.html') ?? ''
  expect(page).toContain('<html lang="de" dir="ltr">')
  expect(page).toContain(messagesOf('de').privacy.kept.person.purpose)
  for (const { keeping } of HELD_TABLES) expect(page).not.toContain(keeping.purpose)
  expect(unpacked(await copyOf(psuId, 'el')).get('index.html')).toContain('<html lang="el"')
})
