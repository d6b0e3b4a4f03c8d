import 'server-only'
import { sql } from 'drizzle-orm'
import { database } from '@/db/connection'
import { isRefusal, Refusal } from '@/lib/errors'
import type { ConsentStatus } from './consent'
import type { PresentedToken } from './use-consent'
import { refusalOf, type Why } from './why-refused'

/**
 * The refusal for a reason of the one statement, with what its third party needs to go on: what really became of the
 * consent, and when the next read counts again. It costs a look-up more, and only where something is refused: what is
 * granted waits for none of it. The consent must be the caller's own.
 */
export async function explainRefusal(refused: ToExplain): Promise<Refusal> {
  const { why, status, token } = refused
  // A proof that does not hold names no token. Only a consent that is good makes that the reason.
  const plain = why === 'token_unknown' && isRefusal(token) ? token : refusalOf(why, status)
  if (why === 'exceeded')
    return new Refusal(plain.code, { text: plain.text, retryAfter: await secondsLeft(refused) })
  if (!TOLD_FURTHER.includes(why)) return plain
  const { rows } = await database().execute<Story>(sql`
    select c.by_certificate and c.grant_id is null as bare,
      exists (select from authorisations a where a.resource_id = c.id and a.sca_status = 'unconfirmed') as unconfirmed,
      c.replaced_by is not null as replaced,
      (select e.actor from audit_events e where e.consent_id = c.id and e.at = c.last_action_at
        and e.type = 'consent.lapsed' limit 1) as lapsed_by
    from consents c where c.id = ${refused.consentId}`)
  const text = rows[0] && textOf(why, status, rows[0])
  if (!text) return plain
  return new Refusal(plain.code, { text, path: text === BY_CERTIFICATE ? 'Authorization' : plain.path })
}

function textOf(why: Why, status: ConsentStatus | null, story: Story): string | undefined {
  if (why === 'expired') return story.replaced ? REPLACED : undefined
  if (why !== 'not_valid') return story.bare ? BY_CERTIFICATE : undefined
  if (status === 'received') return story.unconfirmed ? UNCONFIRMED : undefined
  if (status !== 'rejected' || story.lapsed_by === null) return undefined
  return story.lapsed_by.startsWith('tpp:') ? WRONG_CODE : LAPSED
}

/** Until the oldest read that still counts leaves the window of 24 hours. */
async function secondsLeft({ consentId, endpoint, accountId }: ToExplain): Promise<number | undefined> {
  const { rows } = await database().execute<{ seconds: number }>(sql`
    select greatest(1, ceil(extract(epoch from t.at + interval '24 hours' - placet_now())))::int as seconds
    from consents c
    join consent_uses u on u.consent_id = c.id and u.endpoint = ${endpoint ?? ''}
      and u.account_id = coalesce(${accountId ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
    cross join lateral unnest(u.recent) t(at)
    where c.id = ${consentId}
    order by t.at desc offset (select frequency_per_day - 1 from consents where id = ${consentId}) limit 1`)
  return rows[0]?.seconds
}

const TOLD_FURTHER: readonly Why[] = [
  'expired',
  'not_valid',
  'token_unknown',
  'token_expired',
  'token_of_another',
  'token_bound_elsewhere',
]

const REPLACED = 'A newer consent of this customer has replaced this one. Use that one, with its token.'
const BY_CERTIFICATE =
  'This consent was allowed by plain redirect: it is used with your certificate alone. Send no Authorization.'
const UNCONFIRMED =
  'The customer has allowed it, and you have not confirmed it yet. Send the confirmationCode that came back with ' +
  'them, by PUT to the confirmation link.'
const WRONG_CODE =
  'It was rejected because the confirmationCode was wrong or late; there is no second try. Ask for a new consent.'
const LAPSED = 'It was rejected because it was not completed in time. Ask for a new consent.'

type ToExplain = {
  consentId: string
  why: Why
  status: ConsentStatus | null
  /** What came of reading the token; a refusal where it is none. */
  token: PresentedToken | Refusal
  /** Of the read that was refused, null as in `useConsent`; a question about funds has neither. */
  endpoint?: string
  accountId?: string | null
}
type Story = { bare: boolean; unconfirmed: boolean; replaced: boolean; lapsed_by: string | null }
