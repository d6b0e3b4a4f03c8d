import { DETERRING, WORDED } from '@/i18n/deterring-words'
import { JOURNEYS, type JourneyName, type Measured, mostOf, NAMES } from './journeys'

/**
 * What the bank can give its authority about obstacles, as Markdown: EBA/GL/2018/07, Guideline 5 wants the ways of authenticating
 * and the reasons why a redirection is no obstacle. The same figures always give the same text.
 */
export function obstacleStatement({ bank, authority, version, profile, ways, measured }: Statement) {
  return `# Statement on obstacles

${bank}, to ${authority},
about the interface by which licensed third parties reach its customers’ payment accounts.

${table(
  ['', ''],
  [
    [
      'interface',
      'dedicated (RTS (EU) 2018/389 Art. 31): Berlin Group NextGenPSD2 1.3, redirect, over OAuth 2.0 (FAPI 2.0) or plain',
    ],
    ['software', `Placet ${version}`],
    ['market profile', `\`${profile}\``],
    [
      'measured',
      'account information and payments, each at once or on a later day; confirmation of funds has the page of account information',
    ],
    ['ways to sign in at the bank', ways.join('; ')],
    ['ways in the journey of a third party', 'the same'],
  ],
)}

A test in a real browser measures these figures and compares them with this page. It fails where one of them has changed, where a
journey is longer than it may be, and where a deterring word occurs. \`npm run statement\` writes this page anew, with the name and
the configuration of the bank that runs it.

## How long the journeys are

${table(
  ['journey', 'pages', 'prompts', 'taps', 'typed fields', 'words', 'what may be added to the first, and why'],
  NAMES.map((name) => {
    const { pages, prompts, taps, fields, words } = measured[name]
    return [JOURNEYS[name].title, pages, prompts, taps, fields, words, mayBeAdded(name, measured)]
  }),
)}

Counted are the pages of the bank on which something has to be done, prompts for the passkey, taps, typed fields, and the words that
stand open on these pages: from the bank’s first page until the customer has the list of permissions, or is back at the third party.
The phone is 360 pixels wide, the language English; the customer has a passkey on the phone and two accounts that can be shared
and paid from. This software has no payments of the bank's own to compare with: there, too, a payment is signed after signing in.

## What holds, and which test shows it

${table(['rule', 'what holds', 'test'], RULES)}

## Words that deter

None of these stands in the texts on the way of a request, in any language (${WORDED.join(', ')}), nor on the pages as measured. The
words themselves are in \`messages/deterring-words.json\`.

${table(['rule', 'kinds of words'], kindsByRule())}

## What this does not say

How long people take and how many give up: the bank records the steps of each real journey, at its own sign-in and for third
parties. What browsers other than Chromium do. The browser’s own list of passkeys, which the sign-in page offers the bank’s visitors
and those of a third party alike, is switched off in the test. Who has no passkey signs in nowhere, at the bank neither.

Place, date, signature:
`
}

/** Each rule against obstacles that this interface is under, what it does about it, and where that is tried. */
const RULES = [
  [
    'RTS Art. 30(2); EBA/OP/2020/10, 14',
    'every way to sign in at the bank is there for third parties, by the same part of the page and in as many steps',
    '`e2e/journeys/obstacles.spec.ts`',
  ],
  [
    'RTS Art. 32(3); EBA/OP/2020/10, 15',
    'no further check of the consent given to the third party: what it asks for is read, not ticked, and not asked twice',
    '`components/consent/approval-page.test.ts`',
  ],
  [
    'EBA/OP/2020/10, several authentications',
    'one authentication in each journey; none for access in the 180 days after it (RTS Art. 10a)',
    '`e2e/journeys/obstacles.spec.ts`, `lib/consent/sca-clock.test.ts`',
  ],
  [
    'RTS Art. 5; EBA/OP/2020/10, several authentications',
    'a payment from an account that is named takes one authentication, which signs amount and payee; one from an account that the customer picks takes that and their sign-in, unless they have signed in earlier',
    '`e2e/journeys/obstacles.spec.ts`, `e2e/journeys/payments.spec.ts`',
  ],
  [
    'EBA/OP/2020/10, account selection',
    'no account number is typed, to share or to pay: accounts are named by the third party or picked from a list',
    '`e2e/journeys/obstacles.spec.ts`',
  ],
  [
    'EBA/OP/2020/10, registration',
    'a third party needs its eIDAS certificate and no other registration',
    '`lib/oauth/register.test.ts`, `lib/xs2a/plain-redirect.test.ts`',
  ],
  [
    'RTS Art. 32(3)',
    'the way back is automatic; the two answers are of one size; saying no needs no sign-in',
    '`e2e/journeys/obstacles.spec.ts`, `e2e/journeys/every-page.spec.ts`',
  ],
  [
    'EBA/GL/2018/07, Guideline 5; PSR (proposal) Art. 44',
    'no unclear or discouraging words before sharing; on the dashboard no advice and no alarm',
    '`i18n/deterring-words.test.ts`',
  ],
]

function mayBeAdded(name: JourneyName, measured: Measured): string {
  const { more, because } = JOURNEYS[name]
  const added = Object.entries(more).map(([measure, count]) =>
    measure === 'words' ? `words up to ${mostOf(name, 'words', measured)}` : `${measure} ${count}`,
  )
  return [...added, because].join('; ')
}

const kindsByRule = () =>
  [...Map.groupBy(DETERRING, ({ source }) => source)].map(([rule, kinds]) => [
    rule,
    kinds.map(({ id }) => id).join(', '),
  ])

const table = (head: string[], rows: readonly (readonly (string | number)[])[]) =>
  [
    `| ${head.join(' | ')} |`,
    `|${'---|'.repeat(head.length)}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')

/** `ways`: how customers sign in, in the words of the page. */
type Statement = {
  bank: string
  authority: string
  version: string
  profile: string
  ways: string[]
  measured: Measured
}
