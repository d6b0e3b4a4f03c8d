import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, type Phone, test } from '../fixtures/journey'
import { becomes } from '../fixtures/own-passkey'
import { SALDO_PASSWORD, signsUpAtSaldo } from '../fixtures/saldo-user'
import { openWire } from '../outside/wire'

const REFUSED_WITHIN_MILLIS = 30_000

/** A customer with a passkey on a phone of their own, a new account at Saldo, and one account of the bank connected. */
async function connects(phone: Phone, customer: string): Promise<string> {
  const { page } = phone
  await becomes(phone, customer)
  const name = await signsUpAtSaldo(page, customer)
  await page.getByRole('button', { name: 'Connect Nordhavn Bank' }).click()
  await page.getByRole('checkbox', { name: /Everyday/ }).check()
  await page.getByRole('button', { name: 'Allow with passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Your money in Saldo' })).toBeVisible()
  return name
}

async function signsIn(page: Page, name: string): Promise<void> {
  await page.goto(`${HOUSE.SALDO_ORIGIN}/sign-in`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(SALDO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function readsInBackground(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read in the background' }).click()
  await expect(page.getByRole('status')).toContainText('Read in the background')
}

/** Saldo's signing server, for who may read its secret. */
async function asksSigner(path: string, body?: object) {
  const demo = JSON.parse(process.env.PLACET_DEMO ?? '{}')
  const secret = await readFile(join(demo.saldoSignerHome, 'secret'), 'utf8')
  const answer = await fetch(`${demo.saldoSigner}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${secret}` },
    body: body && JSON.stringify(body),
  })
  expect(answer.ok, `${path} ${answer.status}`).toBe(true)
  return await answer.json()
}

test('two users of Saldo each have their own connection; it renews its certificates, and both are read on', async ({
  phone,
}) => {
  const { page } = phone
  const maja = await connects(phone, 'maja')
  await expectAccessible(page)
  const sam = await connects(phone, 'sam')

  await test.step('in one browser, one after the other, each sees only what is their own', async () => {
    const seen = async () => (await page.getByRole('main').innerText()).match(/DK\d\d[\d ]+/g)
    const ofSam = await seen()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible()
    await page.goto(`${HOUSE.SALDO_ORIGIN}/accounts`)
    await expect(page).toHaveURL(`${HOUSE.SALDO_ORIGIN}/`)
    await signsIn(page, maja)
    await expect(page.getByRole('heading', { name: 'Your money in Saldo' })).toBeVisible()
    const ofMaja = await seen()
    expect(ofMaja?.length).toBeGreaterThan(0)
    expect(ofSam?.length).toBeGreaterThan(0)
    for (const iban of ofMaja ?? []) expect(ofSam).not.toContain(iban)
  })

  const { serial, certificate, chain, key } = await asksSigner('/certificates/web')
  const bankCa = await readFile(join(process.env.PLACET_HOME ?? '', 'sandbox', 'root.pem'), 'utf8')
  const overOld = openWire({ qwac: async () => ({ certificate: `${certificate}${chain}`, key }), bankCa })([])
  const thoughtOfOld = async () => {
    const url = `${HOUSE.MTLS_ORIGIN}/certificate`
    const answer = await overOld(url, { method: 'GET', redirect: 'manual', headers: {}, body: undefined })
    return JSON.stringify(await answer.json())
  }

  await test.step('a request for renewal brings new keys; Saldo, not restarted, reads on with them', async () => {
    await asksSigner('/renewals', {})
    expect((await asksSigner('/certificates/web')).serial).not.toBe(serial)
    await readsInBackground(page)
    await page.getByText('Calls just made').click()
    await expect(page.getByText('/xs2a/v1/accounts').first()).toBeVisible()
    expect(await thoughtOfOld()).toContain('"good":true')
  })

  await test.step('the old one is revoked: it is refused, and the connections never notice', async () => {
    await asksSigner('/revocations', { serial })
    await expect.poll(thoughtOfOld, { timeout: REFUSED_WITHIN_MILLIS }).toMatch(/"good":false.*revoked/)
    await readsInBackground(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signsIn(page, sam)
    await readsInBackground(page)
  })

  await test.step('deleting the account ends the connection at the bank, too', async () => {
    await page.goto(HOUSE.SALDO_ORIGIN)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Delete your account' }).click()
    await expect(page.getByRole('status')).toContainText('holds nothing about you')
    await page.goto('/?tab=ended')
    await expect(page.getByRole('link', { name: /Saldo/ }).first()).toBeVisible()
  })
})
