import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/db/connection'
import { noticeMails, notices } from '@/db/schema/notices'
import { givenApplication, givenConsent, givenPsu, givenTpp } from '@/e2e/fixtures/given-consent'
import { givenMailAddress } from '@/e2e/fixtures/given-mail-address'
import { openMailCatcher, smtpNo } from '@/e2e/fixtures/mail-server'
import { planAll } from '@/e2e/fixtures/told-notices'
import { recordEvent } from '@/lib/audit/record-event'
import { now } from '@/lib/clock'
import { revokeConsent } from '@/lib/consent/revoke-consent'
import { eventOf } from './event-of'
import { findDeadMails } from './find-dead-mails'
import { insertNotices } from './insert-notices'
import { MAIL_RETRY_SECONDS } from './mail-schedule'
import { changeNoticeSettings } from './notice-settings'
import { sendMail } from './send-mail'
import { sendMailAgain } from './send-mail-again'
import { takeDueMails } from './take-due-mails'

const port = await vi.hoisted(async () => (await import('@/e2e/fixtures/mail-address')).sendMailHere())
const server = await openMailCatcher(port)
afterAll(() => server.close())

const ALL_DAY = { from: (new Date().getUTCHours() + 20) % 24, to: (new Date().getUTCHours() + 12) % 24 }
let psuId: string
let tppId: string
let address: string

beforeEach(async () => {
  await database().execute(sql`delete from notice_mails`)
  server.mails.length = 0
  server.answers = async () => undefined
  server.recipient = () => undefined
  psuId = await givenPsu()
  address = `${randomUUID()}@customers.example`
  await givenMailAddress(psuId, address)
  tppId = await givenTpp(`PSDNL-DNB-${randomUUID()}`)
  await givenApplication(tppId, 'Saldo <b>&amp;')
})

/** A stop, planned. */
async function stopped(person = psuId) {
  const { consentId } = await givenConsent({ tppId, psuId: person, accounts: [] })
  await revokeConsent({ consentId, psuId: person, requestId: null })
  await planAll()
  return consentId
}

async function passkeyRemoved() {
  await database().transaction(async (tx) => {
    const at = await now(tx)
    await recordEvent(tx, {
      at,
      type: 'authenticator.removed',
      actor: 'system',
      subject: `psu:${psuId}`,
      psuId,
    })
  })
  await planAll()
}

/** One look of the courier, to its end. */
async function once() {
  const taken = await takeDueMails(50)
  await Promise.all(taken.map(sendMail))
  return taken.length
}
const later = () =>
  database().execute(
    sql`update notice_mails set next_attempt_at = now(), leased_until = least(leased_until, now()) where state = 'pending'`,
  )
const kept = async (person = psuId) =>
  (await database().select().from(noticeMails).where(eq(noticeMails.psuId, person))).map((row) => row)

describe('is not sent', () => {
  test('where the customer has switched it off, before it is planned or after', async () => {
    await stopped()
    await changeNoticeSettings({ psuId, sessionId: randomUUID(), topics: ['access'], quiet: null })
    await stopped()
    await once()
    expect(server.mails).toEqual([])
    expect((await kept()).map(({ state }) => state)).toEqual(['dropped'])
  })

  test('in quiet hours, and waiting is no attempt; what protects the access goes out at once', async () => {
    await changeNoticeSettings({ psuId, sessionId: randomUUID(), topics: ['ended'], quiet: ALL_DAY })
    await stopped()
    await later()
    await passkeyRemoved()
    while ((await once()) > 0);
    expect(server.mails.map(({ subject }) => subject)).toEqual([
      'Nordhavn Bank: A passkey was removed from your access',
    ])
    expect(await kept()).toMatchObject([{ state: 'pending', attempts: 0 }, { state: 'sent' }])
  })

  test('again and again about one permission: the first at once, one more within the hour, the rest is in the inbox', async () => {
    const { consentId } = await givenConsent({ tppId, psuId, accounts: [] })
    const again = () =>
      database().transaction((tx) =>
        insertNotices(tx, [
          { eventId: randomUUID(), psuId, kind: 'pausedByHolder', consentId, at: new Date(), params: {} },
        ]),
      )
    for (let time = 0; time < 3; time++) await again()
    await once()
    for (let time = 0; time < 9; time++) await again()
    await once()
    expect(server.mails).toHaveLength(1)
    const [first, second, ...more] = await kept()
    expect([first?.state, second?.state, more]).toEqual(['sent', 'pending', []])
    const waits = (second?.nextAttemptAt.getTime() ?? 0) - (first?.settledAt?.getTime() ?? 0)
    expect(waits).toBe(3_600_000)
    await stopped()
    await once()
    expect(server.mails).toHaveLength(2)
    expect(await database().$count(notices, eq(notices.psuId, psuId))).toBe(13)
  })

  test('where the bank has no address', async () => {
    const nobody = await givenPsu()
    await stopped(nobody)
    await once()
    expect((await kept(nobody)).map(({ state }) => state)).toEqual(['dropped'])
  })

  test('again, once a final no of the server names the recipient; the others are not kept waiting', async () => {
    const other = await givenPsu()
    await givenMailAddress(other, 'good@customers.example')
    server.recipient = (to) => {
      if (to === address) throw smtpNo(550, 'No such mailbox')
    }
    await stopped()
    await stopped(other)
    await once()
    expect(await kept()).toMatchObject([{ state: 'dead', attempts: 1, lastFault: 'EENVELOPE 550' }])
    expect(await kept(other)).toMatchObject([{ state: 'sent' }])
  })

  test('for ever, where the server has no ear: by the schedule, then given up', async () => {
    server.answers = async () => {
      throw smtpNo(451, 'Come back later')
    }
    await stopped()
    for (const _ of MAIL_RETRY_SECONDS) {
      expect(await once()).toBe(1)
      expect(await once()).toBe(0)
      expect(await kept()).toMatchObject([{ state: 'pending' }])
      await later()
    }
    await once()
    expect(await kept()).toMatchObject([{ state: 'dead', attempts: MAIL_RETRY_SECONDS.length + 1 }])
    const [dead] = await findDeadMails()
    expect(dead).toMatchObject({ psuId, kind: 'stopped', lastFault: 'EMESSAGE 451' })
    expect(await sendMailAgain(randomUUID())).toBe(false)
    expect(await sendMailAgain(dead?.noticeId ?? '')).toBe(true)
    server.answers = async () => undefined
    await once()
    expect(await kept()).toMatchObject([{ state: 'sent' }])
    expect(await findDeadMails()).toEqual([])
  })
})

describe('is sent', () => {
  test('as text and HTML that say the same, to this customer alone, without what only the pages may say', async () => {
    const consentId = await stopped()
    await once()
    const [mail] = server.mails
    expect(mail?.to).toEqual([{ name: '', address }])
    expect(mail?.from?.address).toBe('notices@bank.example')
    expect(mail?.subject).toBe('Nordhavn Bank: You stopped sharing with Saldo <b>&amp;')
    expect(mail?.text).toContain('It can see nothing more.')
    expect(mail?.text).toContain(`http://localhost:3000/permissions/${consentId}`)
    expect(mail?.html).toContain('You stopped sharing with Saldo &lt;b&gt;&amp;amp;')
    expect(mail?.html).not.toContain('<b>')
    const header = (key: string) => mail?.headers.find((one) => one.key === key)?.value
    expect(header('list-unsubscribe')).toBe('<http://localhost:3000/notices/settings>')
    expect(header('auto-submitted')).toBe('auto-generated')
    expect(`${mail?.text}${mail?.html}`).not.toMatch(/[?&](token|code|key)=/)
  })

  test('about the access without a way to unsubscribe, and about a colleague without their words', async () => {
    await changeNoticeSettings({ psuId, sessionId: randomUUID(), topics: ['staff'], quiet: null })
    await passkeyRemoved()
    await database().transaction((tx) =>
      insertNotices(tx, [
        {
          eventId: eventOf(randomUUID()),
          psuId,
          kind: 'staffLooked',
          consentId: null,
          at: new Date(),
          params: { app: 'Saldo', told: 'Divorce of Anna' },
        },
      ]),
    )
    while ((await once()) > 0);
    const security = server.mails.find(({ subject }) => subject?.includes('passkey'))
    const looked = server.mails.find(({ subject }) => subject?.includes('Our staff'))
    expect(security?.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false)
    expect(looked?.text).toContain('Sign in and read it')
    expect(looked?.text).not.toContain('Divorce')
  })

  test('a second time under the same Message-ID, where nobody learnt whether the first one arrived', async () => {
    await stopped()
    const [taken] = await takeDueMails(50)
    if (!taken) throw new Error('Nothing was due')
    // The process ends between the sending and the keeping: what it held is sent again once the lease is over.
    await sendMail({ ...taken, attempts: 99 })
    expect(await once()).toBe(0)
    await later()
    expect(await once()).toBe(1)
    const ids = server.mails.map(({ messageId }) => messageId)
    expect(ids).toEqual([`<notice.${taken.noticeId}@localhost>`, `<notice.${taken.noticeId}@localhost>`])
    expect(await kept()).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  test('by one of many who look at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => givenPsu()))
    for (const person of people) {
      await givenMailAddress(person, `${person}@customers.example`)
      await stopped(person)
    }
    await Promise.all(Array.from({ length: 5 }, once))
    const told = server.mails.map(({ to }) => to?.[0]?.address)
    expect(new Set(told).size).toBe(told.length)
    while ((await once()) > 0);
    expect(server.mails).toHaveLength(6)
  })
})
