import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { database } from '@/db/connection'
import { attestations, postureFindings } from '@/db/schema/posture'
import { tppCertificates } from '@/db/schema/tpps'
import { tppWithQwac } from '@/e2e/fixtures/xs2a-tpp'
import { now } from '@/lib/clock'
import { vetCertificate } from '@/lib/tpp/vet-certificate'
import { FINDINGS } from './finding'

// PSD2 Art. 68(5): access is denied for objectively justified and evidenced reasons alone; a posture is none of them.
// That nothing which decides imports a posture is in lib/house.test.ts; here it is seen on the wire.

test('with every finding there is, no contact and a statement that has ended, verdict and answers stay', async () => {
  const tppId = 'PSDNL-DNB-CARELESS'
  const tpp = await tppWithQwac(tppId)
  const ask = async () => {
    const { status, code } = await tpp.call('/v1/consents/x')
    return { status, code, verdict: await verdict() }
  }
  async function verdict() {
    const [row] = await database().select().from(tppCertificates).where(eq(tppCertificates.tppId, tppId))
    if (!row) return null
    const vetted = await vetCertificate(row.der, 'web')
    return {
      refusal: vetted.refusal,
      steps: vetted.verdict.steps.map(({ step, result }) => ({ step, result })),
    }
  }
  await ask()
  const before = await ask()
  expect(before).toMatchObject({ code: 'CONSENT_UNKNOWN', verdict: { refusal: null } })
  const at = await now()
  await database()
    .insert(postureFindings)
    .values(
      Object.keys(FINDINGS).map((code) => ({
        id: randomUUID(),
        tppId,
        place: 'https://careless.example',
        code,
        detail: {},
        foundAt: at,
      })),
    )
  await database().insert(attestations).values({
    id: randomUUID(),
    tppId,
    kind: 'iso-27001',
    issuer: 'x',
    reference: 'x',
    endsOn: '2020-01-01',
    statedBy: 'system',
    statedAt: at,
  })
  expect(await ask()).toEqual(before)
})
