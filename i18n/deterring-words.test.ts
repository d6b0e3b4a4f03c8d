import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import de from '@/messages/de.json'
import el from '@/messages/el.json'
import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import {
  DASHBOARD_TEXTS,
  DETERRING,
  deterringIn,
  JOURNEY_TEXTS,
  NOT_OF_A_JOURNEY,
  WORDED,
} from './deterring-words'
import { LANGUAGES } from './languages'
import type { MessageTree } from './pseudo'

const MESSAGES = { en, de, fr, el }

/** What no page of ours may say, in each language in the same order. */
const NEVER = {
  en: [
    'This is at your own risk.',
    'Are you sure?',
    'You are leaving our site.',
    'We recommend our own app.',
  ],
  de: ['Das ist riskant.', 'Sind Sie sicher?', 'Sie verlassen unsere Seiten.', 'Wir empfehlen unsere App.'],
  fr: ['C’est dangereux.', 'Êtes-vous sûr ?', 'Vous quittez notre site.', 'Nous vous déconseillons cela.'],
  el: ['Είναι επικίνδυνο.', 'Είστε σίγουροι;', 'Αποχωρείτε από τη σελίδα.', 'Δεν το συνιστούμε.'],
}

test.each(WORDED)('what would deter is found: %s', (language) => {
  for (const text of NEVER[language])
    expect(deterringIn({ text, language, where: 'journey' }), text).not.toEqual([])
})

test.each(WORDED)('nothing on the way of a third party’s request deters (REG-IF-05): %s', (language) => {
  const said = JOURNEY_TEXTS.flatMap((part) => textsOf(MESSAGES[language][part], part)).filter(
    ([key]) => !NOT_OF_A_JOURNEY.includes(key),
  )
  expect(said.length).toBeGreaterThan(100)
  expect(found(said, language, 'journey')).toEqual([])
})

test('the texts that are searched are those of each page of a request, and of the parts it is made of', () => {
  const pages = PAGES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const files = reachable(pages.filter((name) => name.endsWith('.tsx')))
  const used = files.flatMap((file) =>
    [...read(file).matchAll(/(?:use|get)Translations\(\s*['`](\w+)/g)].map(([, part]) => part),
  )
  expect(new Set(used).size).toBeGreaterThan(8)
  expect(used.filter((part) => !JOURNEY_TEXTS.some((one) => one === part))).toEqual([])
})

test.each(WORDED)('the dashboard neither frightens nor advises (PSR, proposal, Art. 44): %s', (language) => {
  const said = DASHBOARD_TEXTS.flatMap((part) => textsOf(MESSAGES[language][part], part))
  expect(found(said, language, 'dashboard')).toEqual([])
})

test('there are words in each language that customers read, each with the rule that it comes from', () => {
  const read = Object.keys(LANGUAGES).filter((language) => language !== 'ar-XB')
  expect(read.toSorted()).toEqual([...WORDED].sort())
  for (const { id, source } of DETERRING) expect(source, id).toMatch(/^(EBA|EDPB|De Nederlandsche Bank)/)
})

function found(said: [string, string][], language: (typeof WORDED)[number], where: 'journey' | 'dashboard') {
  return said.flatMap(([key, text]) =>
    deterringIn({ text, language, where }).map((word) => `${key}: ${word}`),
  )
}

const PAGES = ['app/interaction/[uid]', 'app/pay/[linkId]']
const read = (file: string) => readFileSync(file, 'utf8')

/** These files and all of `app` and `components` that they are made of. */
function reachable(from: string[]): string[] {
  const found = new Set(from)
  for (const file of found)
    for (const [, target = ''] of read(file).matchAll(/from '((?:@|\.)[^']+)'/g)) {
      const path = target.startsWith('@/') ? target.slice(2) : join(dirname(file), target)
      const own = ['.tsx', '.ts'].map((ending) => `${path}${ending}`).filter((name) => existsSync(name))
      for (const name of own) if (/^(app|components)\//.test(name)) found.add(name)
    }
  return [...found]
}

function textsOf(tree: MessageTree | string, above: string): [string, string][] {
  if (typeof tree === 'string') return [[above, tree]]
  return Object.entries(tree).flatMap(([key, value]) => textsOf(value, `${above}.${key}`))
}
