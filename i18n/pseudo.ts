import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js'

/** A tree of texts by key, as the message files are. */
export type MessageTree = { [key: string]: string | MessageTree }

/**
 * Messages in the pseudo-language: every word of every text written from the right and longer by two fifths, arguments and
 * tags untouched. What stays as it was on a page did not come from a message; what is cut off has no room for a translation.
 */
export function pseudoMessages<T extends MessageTree>(tree: T): T
export function pseudoMessages(tree: MessageTree): MessageTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? printAST(parse(value).map(pseudo)) : pseudoMessages(value),
    ]),
  )
}

function pseudo(element: MessageFormatElement): MessageFormatElement {
  if (element.type === TYPE.literal) return { ...element, value: element.value.replace(/\p{L}+/gu, turned) }
  if (element.type === TYPE.tag) return { ...element, children: element.children.map(pseudo) }
  if (element.type !== TYPE.plural && element.type !== TYPE.select) return element
  const options = Object.fromEntries(
    Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: option.value.map(pseudo) },
    ]),
  )
  return { ...element, options }
}

/** Right-to-left override around each word, so that the letters of English run the way those of Arabic would. */
const turned = (word: string) => `\u202e${word}${'~'.repeat(Math.ceil(word.length * 0.4))}\u202c`
