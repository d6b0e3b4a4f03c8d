import 'server-only'
import { createHash } from 'node:crypto'
import type { ListPointer } from '@/lib/eidas/list-pointers'
import { readListSigners } from '@/lib/eidas/list-signers'
import {
  readTrustedList,
  type SignedFor,
  TRUSTED_LIST_BYTES_MAX,
  type TrustedList,
} from '@/lib/eidas/trusted-list'
import { env } from '@/lib/env'
import { type Followed, followPublication } from '@/lib/published/follow-publication'

/**
 * The lists of TRUSTED_LISTS and, where one is a list of lists, those that it points at now. One set for the process, whichever
 * copy of this module asks. A list whose signers or place the list of lists has changed is another one: it is read anew.
 */
export function followedLists(): readonly FollowedList[] {
  shared[held] ??= { named: env.TRUSTED_LISTS.map(followNamed), of: [], all: [] }
  const known = shared[held]
  const of = known.named.map(({ list }) => list.version())
  if (known.all.length === 0 || of.some((version, at) => version !== known.of[at])) {
    const pointed = known.named.flatMap(({ list }) => followPointers(list, known.all))
    Object.assign(known, { of, all: [...known.named, ...pointed] })
  }
  return known.all
}

/** Lists of which not even an old copy could be read: who is on them alone is unknown here, and not untrusted. */
export function unreadLists(): readonly string[] {
  return followedLists().flatMap(({ list }) => (list.current() ? [] : list.place))
}

function followNamed({ place, signers }: (typeof env.TRUSTED_LISTS)[number]): FollowedList {
  const from = signers ?? env.TRUSTED_LIST_SIGNERS
  const list = follow(place, (body) =>
    readTrustedList(body, readListSigners(from), signers === null ? 'their-country' : 'this-list'),
  )
  return { key: place, list, pointedUntil: null }
}

function followPointers(lists: Followed<TrustedList>, before: readonly FollowedList[]): FollowedList[] {
  const { TRUSTED_LIST_TERRITORIES: wanted } = env
  return (lists.current()?.value.pointers ?? [])
    .filter(({ territory }) => wanted.length === 0 || wanted.includes(territory))
    .map((pointer) => {
      const key = keyOf(pointer)
      const { place, signers, territory } = pointer
      const list =
        before.find((one) => one.key === key)?.list ??
        follow(place, (body) => readTrustedList(body, signers, { territory } satisfies SignedFor))
      return { key, list, pointedUntil: () => lists.current()?.value.nextUpdate ?? new Date(0) }
    })
}

function follow(place: string, read: (body: Buffer) => Promise<TrustedList>): Followed<TrustedList> {
  return followPublication({
    place,
    kind: 'trusted-list',
    refreshMinutes: env.TRUSTED_LIST_REFRESH_MINUTES,
    bytesMax: TRUSTED_LIST_BYTES_MAX,
    read: (body) => inTurn(() => read(body)),
  })
}

/** One after the other: a list of three megabytes takes a hundred while it is read, and there are thirty. */
function inTurn<T>(read: () => Promise<T>): Promise<T> {
  const mine = turn.then(read)
  turn = mine.catch(() => undefined)
  return mine
}

let turn: Promise<unknown> = Promise.resolve()

function keyOf({ place, territory, signers }: ListPointer): string {
  const hash = createHash('sha256')
  for (const { raw } of signers) hash.update(raw)
  return `${territory} ${place} ${hash.digest('base64url')}`
}

/** `pointedUntil`: when the list of lists ends that points at this one; null of one that the operator named. */
export type FollowedList = {
  key: string
  list: Followed<TrustedList>
  pointedUntil: (() => Date) | null
}

const held = Symbol.for('placet.trusted-lists')
const shared = globalThis as {
  [held]?: { named: readonly FollowedList[]; of: readonly string[]; all: readonly FollowedList[] }
}
