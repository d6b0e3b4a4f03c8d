import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js'
import type { MessageTree } from './pseudo'

/**
 * Messages of a language that is written from the right, each phone number within them isolated as what runs from the left
 * (Unicode UAX 9, LRI and PDI): else its groups of digits change places, and the plus comes last. Languages written from the left
 * need none, and a number that is copied from a page holds no sign that cannot be dialled.
 */
export function isolatePhones<T extends MessageTree>(tree: T): T
export function isolatePhones(tree: MessageTree): MessageTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? isolated(value) : isolatePhones(value),
    ]),
  )
}

const isolated = (message: string) =>
  message.includes('{phone}') ? printAST(parse(message).flatMap(around)) : message

function around(element: MessageFormatElement): MessageFormatElement[] {
  if (element.type === TYPE.argument && element.value === 'phone')
    return [{ type: TYPE.literal, value: '\u2066' }, element, { type: TYPE.literal, value: '\u2069' }]
  if (element.type === TYPE.tag) return [{ ...element, children: element.children.flatMap(around) }]
  if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element]
  const options = Object.fromEntries(
    Object.entries(element.options).map(([name, option]) => [
      name,
      { ...option, value: option.value.flatMap(around) },
    ]),
  )
  return [{ ...element, options }]
}
