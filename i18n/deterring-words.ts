import table from '@/messages/deterring-words.json' with { type: 'json' }

/** The languages of which there are words: all that people read. */
export const WORDED = ['en', 'de', 'fr', 'el'] as const

/** Namespaces of the messages that the customer can meet between a third party's request and the way back. */
export const JOURNEY_TEXTS = [
  'frame',
  'tpp',
  'account',
  'told',
  'data',
  'approval',
  'identity',
  'signIn',
  'passkey',
  'request',
  'unreachable',
  'returning',
  'payment',
  'oauthError',
  'problem',
  'message',
  'recover',
  'neverShare',
] as const

/** Texts among them that are not about a third party: one for staff, one for who has just lost all passkeys. */
export const NOT_OF_A_JOURNEY: readonly string[] = ['problem.proposalUntimely', 'problem.coolingDown']

/** Those of the pages where they look after what they share. */
export const DASHBOARD_TEXTS = [
  'list',
  'state',
  'detail',
  'history',
  'chart',
  'funds',
  'activity',
  'change',
  'reconnect',
  'stop',
  'stopSeveral',
  'stopped',
  'payments',
] as const

const SOURCES = new Map<string, string>(Object.entries(table.sources))

/** What kinds of words are looked for, each with the rule that it comes from. */
export const DETERRING = table.words.map(({ id, source, ...entry }) => ({
  id,
  source: SOURCES.get(source) ?? source,
  onDashboard: 'dashboard' in entry,
  patterns: new Map(WORDED.map((language) => [language, new RegExp(entry[language], 'iu')] as const)),
}))

/**
 * Words of a text that keep a customer from using third parties (RTS (EU) 2018/389 Art. 32(3)), by the table
 * `messages/deterring-words.json`. On the dashboard only those that no fact needs: why the bank paused an app is said there (PSD2
 * Art. 68(5)).
 */
export function deterringIn({ text, language, where }: Read): string[] {
  return DETERRING.filter(({ onDashboard }) => onDashboard || where === 'journey').flatMap(
    ({ id, patterns }) => {
      const found = patterns.get(language)?.exec(text)?.[0]
      return found ? [`${id}: ${found}`] : []
    },
  )
}

type Read = { text: string; language: (typeof WORDED)[number]; where: 'journey' | 'dashboard' }
