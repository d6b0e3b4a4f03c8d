import { expect, test } from 'vitest'
import { bankKey, createKey, destroyKey, indexKey, vaultKey } from './vault'

test('sealed bytes do not open under another field, another key, or with one bit changed', async () => {
  const anna = await createKey('psu:anna')
  const bert = await createKey('psu:bert')
  const sealed = anna.seal('psus.name', 'Άννα')
  expect(() => anna.open('psus.locale', sealed)).toThrow()
  expect(() => bert.open('psus.name', sealed)).toThrow()
  const bent = Buffer.from(sealed)
  bent[bent.length - 1] = (bent[bent.length - 1] ?? 0) ^ 1
  expect(() => anna.open('psus.name', bent)).toThrow()
  expect(anna.open('psus.name', sealed)).toBe('Άννα')
})

test('a destroyed key opens nothing any more', async () => {
  const key = await createKey('psu:clara')
  await destroyKey(key.id, 'erasure')
  await expect(vaultKey(key.id)).rejects.toThrow('no key')
})

test('the same value sealed twice looks different, and its blind index looks the same', async () => {
  const key = await bankKey()
  expect(key.seal('x', 'DK50')).not.toEqual(key.seal('x', 'DK50'))
  const index = await indexKey()
  expect(index.index('iban', 'DK50')).toEqual(index.index('iban', 'DK50'))
  expect(index.index('iban', 'DK50')).not.toEqual(index.index('name', 'DK50'))
})
