import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { database } from '@/db/connection'
import { auditEvents } from '@/db/schema/audit'
import { securityContacts } from '@/db/schema/posture'
import { givenTpp } from '@/e2e/fixtures/given-consent'
import { moveClock } from '@/e2e/fixtures/move-clock'
import { addDays, bankDay } from '@/lib/bank-day'
import { brand } from '@/lib/brand'
import { now } from '@/lib/clock'
import { AttestationFields, findAttestations, stateAttestation, withdrawAttestation } from './attestations'
import { ContactFields, faultsOfContact, findContact, setContact } from './security-contact'

afterEach(() => moveClock('0'))

let made = 0
const newTpp = () => givenTpp(`PSDNL-DNB-STATES${made++}`)
const refused = (code: string) => expect.objectContaining({ code })
const by = async (tppId: string) => ({
  tppId,
  actor: 'developer:01890000-0000-7000-8000-000000000001' as const,
  requestId: null,
  now: await now(),
})
const today = async () => bankDay(await now(), brand.timeZone)
const iso = async (endsIn: number) => ({
  kind: 'iso-27001' as const,
  issuer: 'Certifier B.V.',
  reference: 'C-2026-17',
  endsOn: addDays(await today(), endsIn),
})
const typesOf = async (tppId: string) =>
  (
    await database().select().from(auditEvents).where(eq(auditEvents.tppId, tppId)).orderBy(auditEvents.id)
  ).map(({ type, actor }) => `${type} ${actor.split(':')[0]}`)

test('another’s statement is withdrawn by nobody else, exactly as one that never was', async () => {
  const [own, foreign] = [await newTpp(), await newTpp()]
  const { attestationId } = await stateAttestation({ ...(await by(own)), statement: await iso(30) })
  await expect(withdrawAttestation({ ...(await by(foreign)), attestationId })).rejects.toEqual(
    refused('resource_unknown'),
  )
  const never = '01890000-0000-7000-8000-00000000dead'
  await expect(withdrawAttestation({ ...(await by(own)), attestationId: never })).rejects.toEqual(
    refused('resource_unknown'),
  )
  expect(await findAttestations(own, await now())).toHaveLength(1)
  await withdrawAttestation({ ...(await by(own)), attestationId })
  await expect(withdrawAttestation({ ...(await by(own)), attestationId })).rejects.toEqual(
    refused('resource_unknown'),
  )
  expect(await findAttestations(own, await now())).toEqual([])
  expect(await typesOf(own)).toEqual([
    'tpp.attestation-stated developer',
    'tpp.attestation-withdrawn developer',
  ])
})

test('one that is over, one for a lifetime, one of nobody, and the twenty-first are refused', async () => {
  const tppId = await newTpp()
  for (const endsIn of [-1, 3_700])
    await expect(stateAttestation({ ...(await by(tppId)), statement: await iso(endsIn) })).rejects.toEqual(
      refused('period_invalid'),
    )
  await expect(
    stateAttestation({ ...(await by('PSDNL-DNB-NOBODY')), statement: await iso(5) }),
  ).rejects.toEqual(refused('resource_unknown'))
  const given = { ...(await by(tppId)), statement: await iso(5) }
  const outcomes = await Promise.allSettled(Array.from({ length: 22 }, () => stateAttestation(given)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
})

test('a statement ends by the clock, on the day after its last', async () => {
  const tppId = await newTpp()
  await stateAttestation({ ...(await by(tppId)), statement: await iso(1) })
  const left = async () => (await findAttestations(tppId, await now())).map(({ daysLeft }) => daysLeft)
  expect(await left()).toEqual([1])
  await moveClock('24 hours')
  expect(await left()).toEqual([0])
  await moveClock('48 hours')
  expect(await left()).toEqual([-1])
})

test.each([
  ['markup', { issuer: '<b>x</b>' }],
  ['a line that turns round', { reference: 'C\u202e71' }],
  ['another kind', { kind: 'iso-9001' }],
  ['no day', { endsOn: 'soon' }],
])('a statement of %s is none', async (_what, lie) => {
  expect(AttestationFields.safeParse({ ...(await iso(5)), ...lie }).success).toBe(false)
})

test.each([
  { mail: 'nobody', phone: '', securityTxt: '' },
  { mail: '', phone: 'call us', securityTxt: '' },
  { mail: '', phone: '', securityTxt: 'http://example.com/security.txt' },
  { mail: '', phone: '', securityTxt: 'javascript:alert(1)' },
])('a contact of %j is none', (fields) => {
  expect(ContactFields.safeParse(fields).success).toBe(false)
})

test.each([
  ['mail', { mail: 'nobody' }, /e-mail/],
  ['phone', { phone: '12' }, /5 to 30/],
  ['securityTxt', { securityTxt: 'http://example.com/security.txt' }, /https/],
])('what is wrong with a contact is told at its field: %s', (field, lie, told) => {
  const faults = faultsOfContact({ mail: '', phone: '', securityTxt: '', ...lie })
  expect(faults).toEqual({ [field]: expect.stringMatching(told) })
})

test('of a contact that is right, or empty, nothing is told', () => {
  expect(faultsOfContact({ mail: '', phone: '+31 20 555 01 23', securityTxt: '' })).toEqual({})
})

test('a contact lies sealed, is replaced whole, and goes when it is emptied', async () => {
  const tppId = await newTpp()
  const contact = ContactFields.parse({
    mail: 'security@example.com',
    phone: '+31 20 555 01 23',
    securityTxt: '',
  })
  await setContact({ ...(await by(tppId)), contact })
  expect(await findContact(tppId)).toMatchObject(contact)
  const [row] = await database().select().from(securityContacts).where(eq(securityContacts.tppId, tppId))
  expect(row?.sealedContact.includes('security@')).toBe(false)
  const events = await database().select().from(auditEvents).where(eq(auditEvents.tppId, tppId))
  expect(JSON.stringify(events.map(({ detail }) => detail))).not.toContain('security@')
  await setContact({ ...(await by(tppId)), contact: { mail: null, phone: null, securityTxt: null } })
  expect(await findContact(tppId)).toBeNull()
  expect(await typesOf(tppId)).toEqual(['tpp.contact-changed developer', 'tpp.contact-changed developer'])
  await expect(setContact({ ...(await by('PSDNL-DNB-NOBODY')), contact })).rejects.toEqual(
    refused('resource_unknown'),
  )
})
