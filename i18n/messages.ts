import de from '@/messages/de.json'
import el from '@/messages/el.json'
import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import { type Language, PSEUDO } from './languages'
import { pseudoMessages } from './pseudo'

/** Every text in one language. The bank's staff and the developers of third parties read English. */
export function messagesOf(language: Language): Messages {
  if (language === PSEUDO) pseudo ??= { ...pseudoMessages(en), ...desk }
  return language === PSEUDO ? (pseudo ?? en) : CATALOGUES[language]
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

let pseudo: Messages | undefined

export type Messages = typeof en
