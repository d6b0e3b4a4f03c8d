import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { GET as checkpointOf } from '@/app/.well-known/audit-checkpoint/route'
import { GET as keysOf } from '@/app/.well-known/audit-keys.json/route'
import { GET as extensionOf } from '@/app/staff/audit/consistency/route'
import { GET as proofOf } from '@/app/staff/audit/proof/[rowId]/route'
import { Browser } from '@/e2e/fixtures/browser'
import { givenEnrolled } from '@/e2e/fixtures/given-staff'
import { givenRows } from '@/e2e/fixtures/given-trail'
import { now } from '@/lib/clock'
import { startStaffSession } from '@/lib/session/start-staff-session'
import type { StaffRole } from '@/lib/staff/roles'
import { hashOfLeaf, isIncluded } from '@/scripts/audit-verify/merkle'
import { readCheckpoint, readKeys } from '@/scripts/audit-verify/note'
import { makeCheckpoint } from './make-checkpoint'

vi.mock('next/headers', async () => (await import('@/e2e/fixtures/browser')).nextHeaders)

const signIn = async (...roles: StaffRole[]) => {
  const { staffId, credentialId } = await givenEnrolled(...roles)
  new Browser().use()
  await startStaffSession({ staffId, credentialId, userAgent: null, requestId: null, now: await now() })
}
const proof = (rowId: string) =>
  proofOf(new Request('http://bank.example/'), { params: Promise.resolve({ rowId }) })
const extension = (query: string) => extensionOf(new Request(`http://bank.example/?${query}`))

test('before the first checkpoint there is none to show', async () => {
  await expect(checkpointOf()).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
})

test('who may not audit gets no proof, and neither does anybody who is not signed in', async () => {
  const [id = ''] = await givenRows(5)
  await makeCheckpoint()
  new Browser().use()
  await expect(proof(id)).rejects.toThrow('NEXT_REDIRECT')
  await expect(extension('first=1&second=2')).rejects.toThrow('NEXT_REDIRECT')
  await signIn('read', 'operate', 'approve')
  await expect(proof(id)).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
  await expect(extension('first=1&second=2')).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
})

test('an auditor proves a row against the public checkpoint by the public keys', async () => {
  const [id = ''] = await givenRows(5)
  await makeCheckpoint()
  await signIn('audit')
  const [{ entry, leaf, inclusion, checkpoint }] = (await (await proof(id)).json()).proofs
  expect(checkpoint).toBe(await (await checkpointOf()).text())
  const signed = readCheckpoint(checkpoint, readKeys(await (await keysOf()).text()))
  if (!signed) expect.unreachable('not signed')
  const steps = inclusion.map((hash: string) => Buffer.from(hash, 'base64'))
  expect(entry).toContain(id)
  expect(isIncluded({ ...signed, leaf: hashOfLeaf(entry), index: leaf, proof: steps })).toBe(true)
  expect((await (await extension(`first=3&second=${signed.size}`)).json()).consistency).not.toEqual([])
  for (const wrong of [
    '',
    'first=0&second=1',
    'first=3&second=2',
    'first=1&second=99999',
    'first=1e1&second=11',
  ])
    await expect(extension(wrong)).rejects.toThrow('404')
  for (const wrong of ['x', randomUUID()]) await expect(proof(wrong)).rejects.toThrow('404')
})
