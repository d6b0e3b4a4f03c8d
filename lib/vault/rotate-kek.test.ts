import { createSecretKey } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'

// A file of this test's own, before anything of ours is loaded: the others of the run share the one of the house.
const folder = mkdtempSync(join(tmpdir(), 'placet-kek-'))
const file = join(folder, 'kek')
process.env.KEY_ENCRYPTION_KEY_FILE = file
const { keysDatabase } = await import('@/db/connection')
const { destroyedKeys } = await import('@/db/keys-schema/destroyed-keys')
const { vaultKeys } = await import('@/db/keys-schema/vault-keys')
const { commandWrapper } = await import('./command-wrapper')
const { addFileKey, fileWrapper } = await import('./file-wrapper')
const { rewrapKeys, wrappedUnder } = await import('./rewrap-keys')
const { contextOf, createKey, destroyKey, vaultKey } = await import('./vault')
const { VaultKey } = await import('./vault-key')

const secret = Buffer.from('0123456789abcdef0123456789abcdef')
const kms = () => commandWrapper(`${process.execPath} e2e/fixtures/kms.ts ${join(folder, 'kms.json')}`)

for (const [name, wrapper] of [
  ['a file', () => fileWrapper(join(folder, 'first'))],
  ["a bank's program", kms],
] as const)
  test(`what ${name} has wrapped opens for its own row alone, whole, and under its own key`, async () => {
    const keys = wrapper()
    const { kekId, wrapped } = await keys.wrap(secret, 'vault_keys:one')
    expect(kekId).toBe(await keys.newest())
    expect(wrapped.includes(secret)).toBe(false)
    await expect(keys.unwrap({ kekId, wrapped }, 'vault_keys:other')).rejects.toThrow()
    await expect(keys.unwrap({ kekId: 'unknown', wrapped }, 'vault_keys:one')).rejects.toThrow()
    const bent = Buffer.from(wrapped.map((byte, at) => (at === wrapped.length - 1 ? byte ^ 1 : byte)))
    await expect(keys.unwrap({ kekId, wrapped: bent }, 'vault_keys:one')).rejects.toThrow()
    expect(await keys.unwrap({ kekId, wrapped }, 'vault_keys:one')).toEqual(secret)
  })

test('a program that dies over a question fails that question, and is started again for the next', async () => {
  const keys = kms()
  await expect(keys.wrap(secret, 'die')).rejects.toThrow('has ended')
  expect(await keys.newest()).toMatch(/^kms-/)
})

test('a process that runs finds what was added to the file; what older keys wrapped still opens', async () => {
  const added = join(folder, 'added')
  const running = fileWrapper(added)
  const before = await running.wrap(secret, 'x')
  const next = addFileKey(added)
  expect(await running.newest()).toBe(next)
  expect(await running.unwrap(before, 'x')).toEqual(secret)
  expect((await running.wrap(secret, 'x')).kekId).toBe(next)
})

test('a rotation wraps every key anew while they are used; one that broke off goes on where it stood', async () => {
  const made = (subject: string) => createKey(`psu:${subject}`)
  const keys: Awaited<ReturnType<typeof made>>[] = []
  for (let at = 0; at < 10; at += 1) keys.push(await made(`${at}`))
  const sealed = keys.map((key) => key.seal('psus.name', 'Anna'))
  const broken = await made('broken')
  const gone = await made('gone')
  await destroyKey(gone.id, 'erasure')
  const notMine = eq(vaultKeys.keyId, broken.id)
  await keysDatabase().update(vaultKeys).set({ kekId: 'lost' }).where(notMine)
  for (let at = 10; at < 20; at += 1) keys.push(await made(`${at}`))
  for (const key of keys.slice(10)) sealed.push(key.seal('psus.name', 'Anna'))
  // As another instance does, which holds nothing of them yet.
  const opens = async () => {
    const other = fileWrapper(file)
    for (const [at, { id }] of keys.entries()) {
      const rows = await keysDatabase().select().from(vaultKeys).where(eq(vaultKeys.keyId, id))
      const versions = rows.map(async (row) => ({
        ...row,
        secret: createSecretKey(await other.unwrap(row, contextOf(row.id))),
        seals: true,
      }))
      const key = new VaultKey(id, await Promise.all(versions))
      expect(key.open('psus.name', sealed[at] ?? Buffer.alloc(0))).toBe('Anna')
    }
  }
  const old = await fileWrapper(file).newest()
  const newest = addFileKey(file)
  const [first] = await Promise.allSettled([rewrapKeys({ atOnce: 3 }), opens()])
  expect(first).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('lost') } })
  expect((await wrappedUnder()).map(({ kekId }) => kekId).sort()).toEqual([old, newest, 'lost'].sort())
  await opens()
  await keysDatabase().delete(vaultKeys).where(notMine)
  const [{ rewrapped }] = await Promise.all([rewrapKeys({ atOnce: 3 }), opens()])
  expect(rewrapped).toBeGreaterThanOrEqual(10)
  // A version of each part of each key.
  expect(await wrappedUnder()).toEqual([{ kekId: newest, keys: 40 }])
  expect(await rewrapKeys()).toEqual({ kekId: newest, rewrapped: 0 })
  await expect(vaultKey(gone.id)).rejects.toThrow('no key')
  const stones = await keysDatabase().select().from(destroyedKeys)
  expect(stones).toEqual([{ id: gone.id, destroyedAt: expect.any(Date), because: 'erasure' }])
})

test('the application may wrap a key anew and nothing else of it, and lifts no stone', async () => {
  const key = await createKey('psu:rights')
  const own = eq(vaultKeys.keyId, key.id)
  const denied = { cause: { message: expect.stringContaining('permission denied') } }
  await expect(keysDatabase().update(vaultKeys).set({ subject: 'bank' }).where(own)).rejects.toMatchObject(
    denied,
  )
  await expect(keysDatabase().delete(destroyedKeys)).rejects.toMatchObject(denied)
})
