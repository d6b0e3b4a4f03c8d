import type { Formats } from '@/lib/formats'
import type messages from '@/messages/en.json'
import { KINDS, type NoticeKind, type NoticeParams } from './notice-kinds'
import { UNUSUAL_RULES } from './unusual-rules'

/**
 * A notice in words: a sentence that says what happened, one that says what it means or what to do, and where it leads. `say`
 * words one key of `notices.kinds` in the reader's language, as text or as parts of a page.
 */
export function wordNotice<T>(notice: WordedNotice, { say, formats }: Words<T>): NoticeWords<T> {
  const { kind, params } = notice
  const values = {
    app: params.app ?? '',
    seesApp: params.app ? 'yes' : 'no',
    formerly: params.formerly ?? '',
    name: params.name ?? '',
    named: params.name ? 'yes' : 'no',
    told: params.told ?? '',
    why: params.told ? 'yes' : 'no',
    date: params.date ? dateOf(params.date, formats) : '',
    dated: params.date ? 'yes' : 'no',
    count: params.count ?? 0,
    browser: params.browser ?? '',
    seen: params.browser ? 'yes' : 'no',
    nightFrom: formats.hour(UNUSUAL_RULES.readsAtNight.from),
    nightTo: formats.hour(UNUSUAL_RULES.readsAtNight.to),
    quietDays: UNUSUAL_RULES.readsAtNight.quietDays,
    amount: params.money ? formats.money(params.money) : '',
    payee: params.payee ?? '',
    answer: params.answer ?? '',
    funds: params.funds ? 'yes' : 'no',
    asked: params.asked ? 'yes' : 'no',
  }
  return {
    title: say(`${kind}.title`, values),
    text: say(`${kind}.text`, values),
    href: hrefOf(notice),
  }
}

/** A day of the bank stays the day it is; an instant is told with its hour. */
function dateOf(date: string, formats: Formats): string {
  return date.length === 10 ? formats.day(date) : formats.dateTime(date)
}

function hrefOf({ kind, params, consentId }: WordedNotice): string {
  switch (KINDS[kind].leads) {
    case 'permission':
      return consentId === null ? '/' : `/permissions/${consentId}`
    case 'payment':
      return params.path ?? '/?tab=payments'
    case 'objection':
      return params.path ?? '/security'
    case 'security':
      return '/security'
    case 'privacy':
      return '/privacy'
    case 'settings':
      return '/notices/settings'
    case 'people':
      return '/people'
    case 'home':
      return '/'
  }
}

export type NoticeKey = `${keyof typeof messages.notices.kinds & NoticeKind}.${'title' | 'text'}`
export type NoticeValues = Record<string, string | number>
type WordedNotice = { kind: NoticeKind; params: NoticeParams; consentId: string | null }
type Words<T> = { say: (key: NoticeKey, values: NoticeValues) => T; formats: Formats }
type NoticeWords<T> = { title: T; text: T; href: string }
