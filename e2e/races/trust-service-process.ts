import { ensureTrustService } from '@/lib/sandbox/ensure-trust-service'
import { issueCertificates } from '@/lib/sandbox/issue-certificates'
import { revokeByAuthority } from '@/lib/sandbox/revoke-certificates'

// One process that orders and revokes for one institution, again and again; it says each serial number once that is out.
const [folder = '', institution = '', rounds = '0'] = process.argv.slice(2)
await ensureTrustService(folder)
for (let round = 0; round < Number(rounds); round += 1) {
  const order = { folder, institution, orders: [{ use: 'web' }] as const, hosts: [], now: new Date() }
  const [issued] = await issueCertificates(order)
  process.send?.({ issued: issued?.serial })
  if (round % 2 === 0) continue
  const by = institution.slice(3).split('-', 2).join('-')
  const revocation = { institution, reason: 'authorisation-withdrawn', serial: issued?.serial } as const
  await revokeByAuthority({ folder, by, now: new Date(), revocation })
  process.send?.({ revoked: issued?.serial })
}
process.disconnect?.()
