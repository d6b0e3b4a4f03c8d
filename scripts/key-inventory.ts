import { desc } from 'drizzle-orm'
import { database } from '@/db/connection'
import { checkpointKeys } from '@/db/schema/checkpoint-keys'
import { evidenceKeys } from '@/db/schema/evidence-keys'
import type { LastingKeys } from '@/db/schema/lasting-keys'
import { signingKeys } from '@/db/schema/signing-keys'
import { env } from '@/lib/env'
import { countKeys } from '@/lib/vault/count-keys'
import { keyWrapper } from '@/lib/vault/key-wrapper'
import { wrappedUnder } from '@/lib/vault/rewrap-keys'
import { BANK_KEY_ID, INDEX_KEY_ID } from '@/lib/vault/vault'

/** After how many days a key is due for rotation; null where it is not rotated, and what is done instead. */
const DAYS = { kek: 365, data: 365, signing: 90, evidence: 365, checkpoint: 365 } as const

/**
 * Every key of the bank with purpose, algorithm, age and when it is due, and nothing secret. When a key was last used is known
 * of none: no use is written down, and a `retired` signing key is the nearest to it.
 */
export async function keyInventory(): Promise<InventoryLine[]> {
  return [
    ...(await wrapping()),
    ...(await vault()),
    ...(await signing()),
    ...(await onceMore(evidenceKeys, 'signs receipts and certificates of erasure', 'ES256', DAYS.evidence)),
    ...(await onceMore(checkpointKeys, 'signs checkpoints of the trail', 'Ed25519', DAYS.checkpoint)),
  ]
}

async function wrapping(): Promise<InventoryLine[]> {
  const newest = await keyWrapper().newest()
  const counted = await wrappedUnder()
  const where = env.KEY_ENCRYPTION_KEY_COMMAND ? 'by the program of the bank' : 'AES-256-GCM, file'
  return [...new Set([newest, ...counted.map(({ kekId }) => kekId)])].map((kekId) => ({
    key: kekId,
    purpose: `wraps ${counted.find((one) => one.kekId === kekId)?.keys ?? 0} versions of keys of the vault`,
    algorithm: where,
    state: kekId === newest ? 'wraps' : 'unwraps',
    since: null,
    due: kekId === newest ? `every ${DAYS.kek} days: rotate-kek --new` : 'now: rotate-kek',
  }))
}

async function vault(): Promise<InventoryLine[]> {
  return (await countKeys()).map(({ kind, keys, replaced, oldest, newest }) => {
    const { purpose, due } = VAULT[kind]?.(oldest) ?? retention(kind)
    const older = replaced === 0 ? '' : `, beside ${replaced} replaced versions`
    const count = (keys === 1 ? '' : `, ${keys} keys, the newest of ${dayOf(newest)}`) + older
    const since = { key: kind, algorithm: 'AES-256-GCM', state: 'seals', since: oldest }
    return { ...since, purpose: purpose + count, due }
  })
}

const VAULT: Record<string, (oldest: Date) => { purpose: string; due: string }> = {
  [BANK_KEY_ID]: (oldest) => ({
    purpose: "seals what is nobody's yet, and the private halves of signing keys",
    due: dataDue(oldest),
  }),
  [INDEX_KEY_ID]: () => ({
    purpose: 'makes blind indexes and the secrets of the OAuth door (HMAC-SHA-256)',
    due: 'never: what it indexed could not be found',
  }),
  customers: (oldest) => ({ purpose: 'seal what is of one customer each', due: dataDue(oldest) }),
  accounts: (oldest) => ({ purpose: 'seal what is of one account each', due: dataDue(oldest) }),
}

function retention(subject: string) {
  return {
    purpose: `seals what ${subject.split(':')[1]} keeps`,
    due: `destroyed after ${subject.split(':')[2]}`,
  }
}

async function signing(): Promise<InventoryLine[]> {
  const rows = await database().select().from(signingKeys).orderBy(desc(signingKeys.createdAt))
  return rows.map(({ kid, algorithm, state, createdAt }) => ({
    key: kid,
    purpose: 'signs what the authorization server issues, and messages',
    algorithm,
    state,
    since: createdAt,
    due: state === 'retired' ? 'goes by itself' : `${dueOn(createdAt, DAYS.signing)}: rotate`,
  }))
}

/** Keys whose public half stays for good: what they signed is checked once more long after. */
async function onceMore(
  table: LastingKeys,
  purpose: string,
  algorithm: string,
  days: number,
): Promise<InventoryLine[]> {
  const rows = await database().select().from(table).orderBy(desc(table.createdAt))
  return rows.map(({ kid, createdAt, signsFrom, signsUntil }) => ({
    key: kid,
    purpose,
    algorithm,
    state: signsUntil ? 'retired, the private half destroyed' : signsFrom ? 'signing' : 'published',
    since: createdAt,
    due: signsUntil ? 'never: the public half stays' : `${dueOn(createdAt, days)}: rotate`,
  }))
}

const dataDue = (oldest: Date) => `${dueOn(oldest, DAYS.data)}: rotate-data-key --older-than ${DAYS.data}`
const dayOf = (date: Date) => date.toISOString().slice(0, 10)
const dueOn = (from: Date, days: number) => dayOf(new Date(from.getTime() + days * 86_400_000))

/** `since` null: its file or its KMS knows, not the bank. */
export type InventoryLine = {
  key: string
  purpose: string
  algorithm: string
  state: string
  since: Date | null
  due: string
}
