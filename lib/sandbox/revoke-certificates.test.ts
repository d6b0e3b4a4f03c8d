import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadTrustAnchors } from '@/lib/eidas/trust-anchors'
import { ensureTrustService } from './ensure-trust-service'
import { issueCertificates } from './issue-certificates'
import { revokeByAuthority } from './revoke-certificates'
import { sandboxPaths } from './sandbox-folder'

const SALDO = 'PSDNL-DNB-X1234'
const folder = mkdtempSync(join(tmpdir(), 'placet-revocations-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function revoked(now: Date): Promise<string> {
  const order = { folder, institution: SALDO, orders: [{ use: 'web' }] as const, hosts: [], now }
  const [issued] = await issueCertificates(order)
  const serial = issued?.serial ?? expect.unreachable('nothing was issued')
  const revocation = { institution: SALDO, reason: 'authorisation-withdrawn', serial } as const
  await revokeByAuthority({ folder, by: 'NL-DNB', now, revocation })
  return serial
}

test('who asked earlier and waited for the folder takes nothing from the list, and is on it', async () => {
  await ensureTrustService(folder)
  const asked = new Date()
  const first = await revoked(new Date(asked.getTime() + 1_500))
  const waited = await revoked(asked)
  const anchors = loadTrustAnchors(sandboxPaths(folder).anchors)
  expect(anchors.faults()).toEqual([])
  const listed = anchors.list()[0]?.revocations?.serials
  expect([...(listed?.keys() ?? [])].sort()).toEqual([first, waited].sort())
})
