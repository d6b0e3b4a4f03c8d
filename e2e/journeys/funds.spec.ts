import { PERSONAS } from '@/db/seed/personas'
import { expectAccessible } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import { ThirdParty } from '../fixtures/third-party'

const { iban, currency } = PERSONAS.sam.accounts.everyday

test('ask, allow, answer yes and no, see both, stop, and give no more answers', async ({ phone }) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Kassa', roles: 'IC' })
  await enrols(page, 'sam')

  await test.step('a refusal answers nothing, and asks no passkey', async () => {
    const asked = await tpp.asksAboutFunds(iban)
    await page.goto(asked.url)
    phone.reset()
    await phone.tap(page.getByRole('button', { name: 'Don’t allow' }))
    await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 1, fields: 0 })
  })

  const asked = await tpp.asksAboutFunds(iban, { cardNumber: '5409050000000001' })
  await test.step('one page, one prompt: only yes or no, never the balance, until it is stopped', async () => {
    await page.goto(asked.url)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      `May ${tpp.brand} ask whether enough money is on this account?`,
    )
    await expect(page.getByText('only yes or no; never your balance')).toBeVisible()
    await expectAccessible(page)
    phone.reset()
    await phone.tap(page.getByRole('button', { name: 'Allow with passkey' }))
    await page.waitForURL((url) => url.href.startsWith(tpp.redirectUri))
    expect(phone.gestures()).toEqual({ pages: 0, prompts: 1, taps: 1, fields: 0 })
  })

  const { access_token: token } = await tpp.redeems(page.url(), asked)
  const question = (amount: string, payee?: string) =>
    tpp.questions(
      { token, consentId: asked.consentId },
      { account: { iban }, instructedAmount: { currency, amount }, ...(payee && { payee }) },
    )

  await test.step('the answer is yes or no, and nothing else', async () => {
    expect(await question('1.00', 'Bageriet Nordhavn')).toEqual({
      status: 200,
      body: '{"fundsAvailable":true}',
    })
    expect(await question('9999999.00')).toEqual({ status: 200, body: '{"fundsAvailable":false}' })
  })

  await test.step('the customer sees each question and its answer', async () => {
    await page.goto('/')
    await expect(page.getByText(/last asked today/)).toBeVisible()
    await expect(page.getByText('No app can see your account data.')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: tpp.brand }).first().click()
    await expect(page.getByText('Active until you stop it')).toBeVisible()
    const rows = page.getByRole('table', { name: 'Questions and answers' }).getByRole('row')
    await expect(rows.nth(1)).toContainText(/9,999,999\.00.*payee not told.*No/)
    await expect(rows.nth(2)).toContainText(/1\.00.*Bageriet Nordhavn.*Yes/)
    await expectAccessible(page)
  })

  await test.step('stopping takes three taps from the start page, no prompt', async () => {
    await page.goto('/')
    phone.reset()
    await phone.tap(page.getByRole('link', { name: tpp.brand }).first())
    await phone.tap(page.getByRole('link', { name: 'Stop the questions' }))
    await expectAccessible(page)
    await phone.tap(page.getByRole('button', { name: 'Stop the questions' }))
    await expect(page.getByRole('status').filter({ hasText: /can no longer ask/ })).toContainText(/CNS-/)
    await expectAccessible(page)
    expect(phone.gestures()).toMatchObject({ prompts: 0, taps: 3, fields: 0 })
  })

  await test.step('the next question is refused', async () => {
    const answer = await question('1.00')
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.body).tppMessages[0].code).toBe('CONSENT_INVALID')
  })

  await test.step('and the customer sees that it was, beside the answered ones', async () => {
    await page.goto(`/permissions/${asked.consentId}`)
    const refused = page.getByRole('table', { name: 'Refused, without an answer' }).getByRole('row')
    await expect(refused.nth(1)).toContainText(/No permission for it.*1/)
    await expect(page.getByRole('table', { name: 'Questions and answers' }).getByRole('row')).toHaveCount(3)
    await expect(page.getByText('You stopped the questions')).toBeVisible()
    await expectAccessible(page)
  })
  await tpp.leave()
})
