import { createTranslator } from 'use-intl/core'
import { isLanguage, type Language } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { env } from '@/lib/env'
import { formatsFor } from '@/lib/formats'
import { isSecurity, KINDS, type NoticeKind, type NoticeParams } from './notice-kinds'
import { type NoticeKey, type NoticeValues, wordNotice } from './word-notice'

const plain = { bdi: (chunks: string) => chunks, b: (chunks: string) => chunks }

/**
 * The mail of a notice, as text and as simple HTML. Its id hangs on the notice alone, so that a second one can be recognised as
 * the first. It names no amount and no account, and what is behind the sign-in it does not repeat. Its links lead to pages that
 * ask who is there; the one exception says "it wasn't me" about a recovery, and can do nothing else.
 */
export function wordMail({ noticeId, kind, params, consentId, locale }: WordMail): Mail {
  const { t, formats, language } = wordsOf(locale)
  const say = (key: NoticeKey, values: NoticeValues) => t.markup(`kinds.${key}`, { ...values, ...plain })
  const { title, text, href } = wordNotice({ kind, params, consentId }, { say, formats })
  const told = KINDS[kind].mail === 'all' ? text.trim() : ''
  const isObjection = KINDS[kind].leads === 'objection' && params.path != null
  const link = new URL(href, env.PUBLIC_ORIGIN).href
  const choose = isSecurity(kind) ? null : new URL('/notices/settings', env.PUBLIC_ORIGIN).href
  const paragraphs = [
    ...(told === '' ? [] : [told]),
    t(isObjection ? 'mail.object' : 'mail.open', { href: link }),
    t('mail.help', { phone: brand.phone }),
    ...(choose ? [t('mail.choose', { href: choose })] : []),
    t('mail.about', { bank: brand.name }),
  ]
  return {
    messageId: `<notice.${noticeId}@${new URL(env.PUBLIC_ORIGIN).hostname}>`,
    subject: oneLine(`${brand.name}: ${title}`),
    text: `${title}\n\n${paragraphs.join('\n\n')}\n`,
    html: toHtml(language, title, paragraphs),
    // A protocol of its own asks programs to leave it alone: nobody's "I am away" is of use here.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(choose && { 'List-Unsubscribe': `<${choose}>` }),
    },
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function toHtml(language: string, title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map((paragraph) => `<p dir="auto">${linked(paragraph)}</p>`).join('\n')
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:38em">
<h1 style="font-size:1.25em" dir="auto">${escaped(title)}</h1>
${body}
</body></html>
`
}

/** An address is its own words: what is shown is where it leads. */
const linked = (text: string) =>
  escaped(text).replace(/https?:\/\/[^\s<>"]+/g, (address) => `<a href="${address}">${address}</a>`)

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

/** English is the only language yet. Kept once made: reading all messages takes longer than wording a mail. */
/** Who never chose a language is written to in the bank's. */
function wordsOf(locale: string | null) {
  const language: Language = isLanguage(locale) ? locale : env.BANK_LANGUAGE
  const messages = messagesOf(language)
  return {
    t: createTranslator({ locale: language, messages, namespace: 'notices', timeZone: brand.timeZone }),
    formats: formatsFor(language, brand.timeZone),
    language,
  }
}

type WordMail = {
  noticeId: string
  kind: NoticeKind
  params: NoticeParams
  consentId: string | null
  locale: string | null
}
export type Mail = {
  messageId: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}
