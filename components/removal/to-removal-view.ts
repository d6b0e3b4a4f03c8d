import type { Removal } from '@/lib/removal/find-removals'
import type { RemovalDetailView, RemovalRow, RemovalStep, RemovalWord } from './removal-view'

/** One line of the list, from what the house knows. */
export function toRemovalRow(removal: Removal): RemovalRow {
  const { id, tpp, dueOn, askedAt } = removal
  return {
    id,
    href: `/removals/${id}`,
    tpp: tpp.brand,
    word: wordOf(removal),
    dueOn,
    askedAt: askedAt.toISOString(),
  }
}

/** Everything that the page of one request shows. `askedBy` names the other holder who asked, if it was one. */
export function toRemovalDetail(
  removal: Removal,
  { askedBy, authority }: { askedBy: string | null; authority: string },
): RemovalDetailView {
  const { id, consentId, tpp, open, overdue, channel, state } = removal
  const complains = overdue || state === 'partly' || state === 'refused'
  const sends = open && channel === 'letter' && state === 'asked'
  return {
    tpp: tpp.brand,
    legalName: tpp.legalName,
    row: toRemovalRow(removal),
    steps: stepsOf(removal, askedBy),
    letter:
      open && channel === 'letter'
        ? {
            href: `/removals/${id}/letter`,
            why: removal.undeliveredAt ? 'undelivered' : 'letterWhy',
            sentAction: sends ? `/removals/${id}/sent` : null,
          }
        : null,
    complaintHref: complains ? `/removals/${id}/complaint` : null,
    authority,
    reference: removal.reference,
    permission: { href: `/permissions/${consentId}`, reference: removal.permission },
  }
}

function wordOf({ state, channel, overdue, dueOn }: Removal): RemovalWord {
  if (overdue) return 'overdue'
  if (state === 'asked') return channel === 'letter' ? 'letterToSend' : 'asked'
  if (state === 'passed-on') return dueOn === null ? 'passedOn' : 'received'
  return state
}

function stepsOf(removal: Removal, askedBy: string | null): RemovalStep[] {
  // Nobody has asked the third party of anything while the letter lies here.
  const own = removal.channel === 'letter' && removal.passedOnAt === null ? 'wanted' : 'asked'
  const asked = done(askedBy === null ? own : 'askedOther', removal.askedAt)
  return [
    askedBy === null ? asked : { ...asked, name: askedBy },
    ...(removal.channel === 'letter' ? byLetter(removal) : byMessage(removal)),
    ...dueOf(removal),
    answerOf(removal),
  ]
}

function byLetter({ state, open, passedOnAt }: Removal): RemovalStep[] {
  if (passedOnAt) return [done('letterSent', passedOnAt)]
  return open && state === 'asked' ? [{ word: 'letter', state: 'now', at: null }] : []
}

function byMessage({ passedOnAt, receivedAt }: Removal): RemovalStep[] {
  return [
    passedOnAt
      ? done('passedOn', passedOnAt)
      : { word: 'passing', state: receivedAt ? 'done' : 'now', at: null },
    receivedAt
      ? done('received', receivedAt)
      : { word: 'receiving', state: passedOnAt ? 'now' : 'later', at: null },
  ]
}

function dueOf({ open, overdue, dueOn, extension }: Removal): RemovalStep[] {
  const longer: RemovalStep[] = extension
    ? [{ ...done('extended', extension.at), reason: extension.reason ?? '' }]
    : []
  if (!open) return longer
  if (dueOn === null) return [...longer, { word: 'dueLater', state: 'later', at: null }]
  return [...longer, { word: overdue ? 'dueOver' : 'due', state: overdue ? 'missed' : 'now', at: null }]
}

function answerOf({ state, overdue, answeredAt, reason }: Removal): RemovalStep {
  if (state === 'deleted' || state === 'partly' || state === 'refused')
    return {
      word: state,
      state: state === 'deleted' ? 'done' : 'missed',
      at: answeredAt?.toISOString() ?? null,
      reason: reason ?? '',
    }
  return { word: overdue ? 'noAnswer' : 'answering', state: overdue ? 'missed' : 'later', at: null }
}

const done = (word: RemovalStep['word'], at: Date): RemovalStep => ({
  word,
  state: 'done',
  at: at.toISOString(),
})
