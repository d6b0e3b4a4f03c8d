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

function textsOf(tree: MessageTree | string, above: string): [string, string][] {
  if (typeof tree === 'string') return [[above, tree]]
  return Object.entries(tree).flatMap(([key, value]) => textsOf(value, `${above}.${key}`))
}
