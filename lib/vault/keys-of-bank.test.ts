import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { keysDatabase } from '@/db/connection'
import { vaultKeys } from '@/db/keys-schema/vault-keys'
import { env } from '@/lib/env'
import { bankKey, requireKeysOfBank } from './vault'

test('a bank without its keys is told to bring them first, and none is made in their place', async () => {
  await expect(requireKeysOfBank()).rejects.toThrow('npm run restore -- <folder> keys')
  expect(await keysDatabase().$count(vaultKeys)).toBe(0)
})

test('keys are there only with the key-encryption key that wrapped them', async () => {
  await bankKey()
  await requireKeysOfBank()
  const file = join(env.PLACET_HOME, 'elsewhere', 'kek')
  vi.stubEnv('KEY_ENCRYPTION_KEY_FILE', file)
  vi.resetModules()
  const { requireKeysOfBank: requireAnew } = await import('./vault')
  await expect(requireAnew()).rejects.toThrow(`${file} does not hold`)
  expect(existsSync(file)).toBe(false)
})
