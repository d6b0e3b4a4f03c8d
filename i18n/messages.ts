import de from '@/messages/de.json'
import el from '@/messages/el.json'
import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import { isolatePhones } from './isolate-phones'
import { LANGUAGES, type Language, PSEUDO } from './languages'
import { pseudoMessages } from './pseudo'

/** Every text in one language. The bank's staff and the developers of third parties read English. */
export function messagesOf(language: Language): Messages {
  const known = fromTheRight.get(language)
  if (known) return known
  const messages = language === PSEUDO ? { ...pseudoMessages(en), ...desk } : CATALOGUES[language]
  if (LANGUAGES[language].direction === 'ltr') return messages
  const made = isolatePhones(messages)
  fromTheRight.set(language, made)
  return made
}

/** The words of staff and developers. */
export const DESK = ['staff', 'ownKeys', 'posture'] as const

const { staff, ownKeys, posture } = en
const desk = { staff, ownKeys, posture } satisfies Pick<Messages, (typeof DESK)[number]>
const CATALOGUES = {
  en,
  de: { ...de, ...desk },
  fr: { ...fr, ...desk },
  el: { ...el, ...desk },
} satisfies Record<Exclude<Language, typeof PSEUDO>, Messages>

/** To prepare one takes longer than all that is worded by it on a page. */
const fromTheRight = new Map<Language, Messages>()

export type Messages = typeof en
