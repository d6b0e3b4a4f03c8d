/**
 * Which step of a rotation comes next (FLT-17): new keys are published beside the ones that sign; once verifiers have had
 * `seconds` to fetch them, they sign and the old ones retire. In between it waits.
 */
export function stepAfter(published: Published[], now: Date, seconds: number): RotationStep {
  if (published.length === 0) return { did: 'published', kids: [], ready: later(now, seconds) }
  const kids = published.map(({ kid }) => kid)
  const ready = later(new Date(Math.max(...published.map(({ createdAt }) => createdAt.getTime()))), seconds)
  return ready > now ? { did: 'waits', kids, ready } : { did: 'signs', kids, ready }
}

const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000)

type Published = { kid: string; createdAt: Date }

/** `ready` is when the published keys may begin to sign. */
export type RotationStep = { did: 'published' | 'waits' | 'signs'; kids: string[]; ready: Date }
