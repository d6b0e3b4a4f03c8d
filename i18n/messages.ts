import de from '@/messages/de.json'
import el from '@/messages/el.json'
import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import { type Language, PSEUDO } from './languages'
import { pseudoMessages } from './pseudo'

/** Every text in one language. The staff of the bank work in English: their pages have no other words. */
export function messagesOf(language: Language): Messages {
  if (language === PSEUDO) pseudo ??= { ...pseudoMessages(en), staff: en.staff }
  return language === PSEUDO ? (pseudo ?? en) : CATALOGUES[language]
}

const { staff } = en
const CATALOGUES = { en, de: { ...de, staff }, fr: { ...fr, staff }, el: { ...el, staff } } satisfies Record<
  Exclude<Language, typeof PSEUDO>,
  Messages
>

let pseudo: Messages | undefined

export type Messages = typeof en
