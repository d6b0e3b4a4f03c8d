import { expectAccessible } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { passSeconds } from '../fixtures/pass-seconds'
import { returning } from '../fixtures/returning'
import { ThirdParty } from '../fixtures/third-party'

test('a request tells before it or the session runs out, keeps what was ticked, and can be given to another', async ({
  phone,
}) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Edges' })
  await returning(phone, 'anna')
  const { url } = await tpp.asks()
  const soon = page.getByText('This request runs out in less than three minutes')

  await test.step('before anybody is identified: only the end of the request, and late', async () => {
    await page.goto(url)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await passSeconds(page, 6 * 60)
    await expect(soon).toBeHidden()
    await passSeconds(page, 8 * 60 + 1)
    await expect(soon).toBeVisible()
    const [warned, header] = [await soon.boundingBox(), await page.getByRole('banner').boundingBox()]
    expect(header?.y, 'it hides nothing').toBeGreaterThanOrEqual((warned?.y ?? 0) + (warned?.height ?? 0))
    await expectAccessible(page)
    await passSeconds(page, 10 * 60 + 11)
    await expect(soon).toBeHidden()
    await expect(page.getByText('The time to answer this request is over')).toBeVisible()
  })
  const everyday = page.getByRole('checkbox', { name: /Everyday/ })
  /** Presses what leads to a page drawn anew, and waits for that one. */
  const onwards = (name: string) =>
    Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()])
  await test.step('signed in: the end of the session too, which hides the accounts; what was ticked stays', async () => {
    await onwards('Sign in with a passkey')
    await expect(everyday).not.toBeChecked()
    await passSeconds(page, 181)
    await everyday.check()
    await onwards('Stay signed in')
    await expect(everyday).toBeChecked()
    await passSeconds(page, 301)
    await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeHidden()
    await page.context().clearCookies({ name: 'placet-session' })
    await onwards('Sign in to go on where you were')
    await onwards('Sign in with a passkey')
    await expect(everyday).toBeChecked()
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1)
  })
  await test.step('somebody else was signed in: the same request again, from the sign-in', async () => {
    await page.getByRole('link', { name: 'Not you?' }).click()
    await expect(page.getByText(`Sign in to answer a request from ${tpp.brand}`)).toBeVisible()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByText('Signed in as Anna Lindqvist')).toBeVisible()
  })
  await tpp.leave()
})
