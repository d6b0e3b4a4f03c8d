import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import de from '@/messages/de.json'
import el from '@/messages/el.json'
import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import glossary from '@/messages/glossary.json'
import sameWords from '@/messages/same-words.json'
import { DESK } from './messages'
import type { MessageTree } from './pseudo'
import { pseudoMessages } from './pseudo'

const customers = Object.fromEntries(
  Object.entries(en).filter(([part]) => !DESK.some((desk) => desk === part)),
)
const MASTER = textsOf(customers)
const TRANSLATIONS = { de: textsOf(de), fr: textsOf(fr), el: textsOf(el) }
const languages = Object.entries(TRANSLATIONS)

test.each(languages)('%s has every text, and none that nobody shows', (_language, texts) => {
  expect([...texts.keys()].sort()).toEqual([...MASTER.keys()].sort())
})

test.each(languages)('%s takes the same arguments and tags as English', (_language, texts) => {
  const broken = [...MASTER].filter(
    ([key, text]) => namesIn(texts.get(key) ?? '').join() !== namesIn(text).join(),
  )
  expect(broken.map(([key]) => key)).toEqual([])
})

test.each([['en', MASTER] as const, ...languages])(
  '%s has a form for each number that its grammar knows',
  (language, texts) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter(
      // French keeps "many" for millions in compact notation, which no page uses.
      (category) => category !== 'many',
    )
    const broken = [...texts].filter(([, text]) =>
      pluralsIn(parse(text)).some(
        (given) =>
          given.some(isCategory) && needed.some((one) => !given.includes(one) && !isNamed(given, one)),
      ),
    )
    expect(broken.map(([key]) => key)).toEqual([])
  },
)

test.each(languages)('%s left nothing in English but what is the same word', (language, texts) => {
  const same: readonly string[] = Object.entries(sameWords).flatMap(([name, keys]) =>
    name === language || name === 'all' ? keys : [],
  )
  const left = [...MASTER].filter(
    ([key, text]) => texts.get(key) === text && /\p{L}{2}/u.test(wordsOf(text)) && !same.includes(key),
  )
  expect(left.map(([key]) => key)).toEqual([])
})

test.each(languages)('%s says one thing by one word: that of the glossary', (language, texts) => {
  const broken = glossary.flatMap(({ en: english, ...translated }) => {
    const word = new Map(Object.entries(translated)).get(language)
    if (!word) return [`${english}: no word`]
    const [said, wanted] = [new RegExp(`\\b(?:${english})`, 'iu'), new RegExp(word, 'iu')]
    return [...MASTER]
      .filter(([key, text]) => said.test(wordsOf(text)) && !wanted.test(wordsOf(texts.get(key) ?? '')))
      .map(([key]) => `${english}: ${key}`)
  })
  expect(broken).toEqual([])
})

test('the pseudo-language keeps arguments, tags and forms', () => {
  const pseudo = textsOf(pseudoMessages(customers))
  for (const [key, text] of MASTER) expect(namesIn(pseudo.get(key) ?? ''), key).toEqual(namesIn(text))
})

function textsOf(tree: MessageTree, above = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${above}${key}`, value] as const]
        : [...textsOf(value, `${above}${key}.`)],
    ),
  )
}

function everyElement(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return [element, ...everyElement(element.children)]
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element]
    return [element, ...Object.values(element.options).flatMap((option) => everyElement(option.value))]
  })
}

/** Arguments and tags by name and kind; of a choice also the words that it turns on. Each once, in order. */
function namesIn(text: string): string[] {
  const names = everyElement(parse(text)).flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return []
    const options = element.type === TYPE.select ? Object.keys(element.options).sort() : []
    return [`${TYPE[element.type]} ${element.value} ${options}`]
  })
  return [...new Set(names)].sort()
}

const pluralsIn = (elements: MessageFormatElement[]) =>
  everyElement(elements).flatMap((element) =>
    element.type === TYPE.plural ? [Object.keys(element.options)] : [],
  )

/** A text that lists single numbers alone turns on nothing but these. */
const isCategory = (option: string) => !option.startsWith('=') && option !== 'other'

/** `=1` says what `one` would, `=0` and `=2` likewise in the languages that have such forms. */
const isNamed = (given: string[], category: string) => category === 'one' && given.includes('=1')

/** What a reader reads of a text, without arguments and tags. */
const wordsOf = (text: string) =>
  everyElement(parse(text))
    .flatMap((element) => (element.type === TYPE.literal ? [element.value] : []))
    .join(' ')
