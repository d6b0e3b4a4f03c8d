import { createTranslator } from 'use-intl/core'
import { isLanguage } from '@/i18n/languages'
import { type Messages, messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { formatsFor } from '@/lib/formats'
import { likeBank } from '@/lib/tpp/like-bank'
import { confirmationWords } from './confirm-sharing'
import type { AccountNumber, AccountRights, ConsentKind, ConsentModel } from './consent'
import type { RecordedTpp } from './consent-record'
import { hasNoEnd } from './no-end'
import type { RenewalMarks } from './renewal-marks'
import { sharedParts } from './shared-parts'

/**
 * The very sentences of the approval page for one decision, word by word as they were displayed, in the page's language:
 * the record keeps them, so that a receipt can show the page again when its words have long changed. The page and this take
 * them from the same messages with the same values; a journey compares the two. Of the accounts only the chosen ones.
 */
export function shownSentences(shown: Shown): ShownSentences {
  const { t, formats } = wordsOf(shown.locale)
  const { tpp, display, card } = shown
  const name = { tpp: tpp.brand, ...plain }
  const asks = shown.kind === 'fundsConfirmation'
  const parts = sharedParts(shown, shown.rights)
  const until = shown.recurring && !hasNoEnd(shown) ? shown.validUntil : null
  const licence = formats.list(
    LICENCES.filter((role) => tpp.roles.includes(role)).map((role) => t('tpp.licence', { role })),
  )
  const legal = { legalName: tpp.legalName, authority: tpp.authority, number: tpp.id, licence, ...plain }
  const { justSignedIn = false, replaces = null } = display
  const named = shown.model === 'detailed' && !display.together
  const yes = justSignedIn ? 'approval.allow' : named && !asks ? 'approval.share' : 'approval.allowPasskey'
  const limits = asks ? 'data.limitFunds' : until === null ? 'data.limitOnce' : 'data.limitRecurring'
  const confirm = confirmationWords({ asks, until })
  const dayOf = (day: string | null) => (day === null ? '' : formats.dayInHeading(day))
  return {
    eyebrow: justSignedIn
      ? t.markup('approval.eyebrow', { step: 2, steps: 2, ...name })
      : t.markup('approval.eyebrowOne', name),
    title: t.markup(asks ? 'approval.titleFunds' : 'approval.title', name),
    who: [
      tpp.brand,
      t.markup(licence ? 'tpp.legal' : 'tpp.legalUnlicensed', legal),
      ...(likeBank(tpp.legalName) ? [t.markup('tpp.notBank', { ...legal, bank: brand.name })] : []),
      ...(tpp.checkedAt ? [t('tpp.checked', { date: formats.dateTime(tpp.checkedAt) })] : []),
    ],
    purpose: shown.purpose ? t.markup('approval.purpose', { purpose: shown.purpose, ...name }) : null,
    data: {
      title:
        until === null
          ? t.markup(asks ? 'approval.dataFunds' : 'approval.dataOnce', name)
          : t.markup('approval.dataUntil', { date: dayOf(until), ...name }),
      news: newTerms(t, display.news),
      parts: parts.map((part) => ({
        name: t(`data.${part}`),
        mark: display.news?.parts.includes(part) ? t('approval.new') : null,
        says: t(`data.${part}Sentence`, {
          months: shown.historyMonths,
          balances: parts.includes('balances') ? 'yes' : 'no',
        }),
        more: t(`data.${part}More`),
      })),
      limits: t.markup(limits, { times: shown.frequencyPerDay, ...name }),
      card: cardSentences(t, card, tpp.brand),
    },
    accounts: {
      ...accountsTitle(t, formats, shown),
      listed: [
        ...shown.accounts.map((account) => maskedNumber(account)),
        ...(display.together?.others
          ? [t.markup('account.othersToo', { name: display.together.others, ...plain })]
          : []),
      ],
    },
    replaces: replaces && t.markup('approval.replaces', { date: formats.date(replaces), ...name }),
    ...(confirm && { confirm: t.markup(`approval.${confirm}`, { date: dayOf(until), ...name }) }),
    answers: [t(yes), t(asks ? 'approval.declineFunds' : 'approval.decline')],
    later: [
      t(asks ? 'approval.laterFunds' : 'approval.later'),
      ...(named && !asks ? [t('approval.toldNamed')] : []),
      ...(named ? [t.markup('approval.never', name)] : []),
    ],
  }
}

function accountsTitle(t: Words, formats: ReturnType<typeof formatsFor>, shown: Shown) {
  const { display, model, tpp } = shown
  const count = shown.accounts.length
  if (display.together) {
    const { given, until } = display.together
    const said = { people: formats.list(given), date: formats.dateTime(until), ...plain }
    return { title: t('approval.togetherTitle', { count }), hint: t.markup('approval.togetherGiven', said) }
  }
  if (model === 'detailed')
    return {
      title: t.markup('approval.accountsNamed', { count, tpp: tpp.brand, ...plain }),
      hint: null,
    }
  if (model !== 'bankOffered')
    return { title: t('approval.accountsAll', { count }), hint: t('approval.accountsAllHint') }
  return (display.offered ?? count) > 1
    ? { title: t('approval.accountsPick'), hint: t('approval.accountsPickHint') }
    : { title: t('approval.accountsOne'), hint: null }
}

/** What a renewal marks as more than it was before. */
function newTerms(t: Words, news: Display['news']): string[] {
  if (!news) return []
  const { longer, oftener, again } = news
  const terms = [
    longer && t('approval.newLonger', longer),
    oftener && t('approval.newOftener', oftener),
    again ? t('approval.newAgain') : null,
  ]
  return terms.filter((term) => term !== null).map((term) => `${t('approval.new')} ${term}`)
}

function cardSentences(t: Words, card: Shown['card'], tpp: string): string[] {
  if (card === null) return []
  const told = [card.information, card.registration].filter((text) => text !== null)
  return [
    ...(card.number ? [t.markup('approval.card', { number: card.number, ...plain })] : []),
    ...told.map((text) => t.markup('approval.cardTold', { text, tpp, ...plain })),
  ]
}

/** `NL91 •••• 4300`, as the page shows an account's or a card's number. */
export function maskedNumber(number: AccountNumber): string {
  const text = 'iban' in number ? number.iban : number.maskedPan
  return `${text.slice(0, 4)} •••• ${text.slice(-4)}`
}

const plain = { bdi: (chunks: string) => chunks, b: (chunks: string) => chunks }

/** What has words of its own, in the order in which the page says them. */
const LICENCES = ['PSP_AI', 'PSP_PI', 'PSP_IC', 'PSP_AS'] as const

/** Kept once made: reading all messages takes longer than wording a page. A record of a language we lost is told in English. */
function wordsOf(locale: string) {
  const known = made.get(locale)
  if (known) return known
  const language = isLanguage(locale) ? locale : 'en'
  const t = createTranslator({ locale: language, messages: messagesOf(language), timeZone: brand.timeZone })
  const words = { t, formats: formatsFor(language, brand.timeZone) }
  made.set(locale, words)
  return words
}
const made = new Map<string, { t: Words; formats: ReturnType<typeof formatsFor> }>()

type Words = ReturnType<typeof createTranslator<Messages>>

type Shown = {
  kind?: ConsentKind
  model: ConsentModel
  rights: AccountRights
  tpp: RecordedTpp
  purpose: string | null
  recurring: boolean
  frequencyPerDay: number
  validUntil: string
  historyMonths: number
  card: { number: string | null; information: string | null; registration: string | null } | null
  accounts: AccountNumber[]
  locale: string
  display: Display
}

/**
 * What the page said beside the request. `justSignedIn`: it came second, and asked for no passkey; `offered`: from how many
 * accounts the customer picked; `replaces`: when the permission was given that a yes ends; `together`: who had allowed it
 * already, until when it could be answered, and whose accounts it was about, too, that it did not show; `news`: what of a
 * renewal was marked as more than before.
 */
export type Display = {
  justSignedIn?: boolean
  offered?: number
  replaces?: string | null
  together?: { given: string[]; until: string; others: string | null }
  news?: Omit<RenewalMarks, 'known'> | null
}

export type ShownSentences = {
  eyebrow: string
  title: string
  who: string[]
  purpose: string | null
  data: {
    title: string
    news: string[]
    parts: { name: string; mark: string | null; says: string; more: string }[]
    limits: string
    card: string[]
  }
  accounts: { title: string; hint: string | null; listed: string[] }
  replaces: string | null
  /** What they ticked, where the market wanted that; absent elsewhere. */
  confirm?: string
  answers: string[]
  later: string[]
}
