import { EvidenceKeySet } from '@/lib/evidence/evidence-file'
import { verifyCase } from '@/lib/evidence/verify-case'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { HOUSE } from '../fixtures/house'
import { expect, Phone, test } from '../fixtures/journey'
import { allows, enrols, isAsked } from '../fixtures/own-passkey'
import { newColleague, ThirdParty } from '../fixtures/third-party'

test('a letter is put on the list, printed, and counts once it was sent', async ({ phone, browser }) => {
  const { page } = phone
  const tpp = await ThirdParty.enrol({ brand: 'Proven' })
  await enrols(page, 'bo')
  await isAsked(page, tpp)
  await allows(page, tpp)
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: tpp.brand }).first().click()
  const reference = (await page.getByText(/^CNS-/).textContent()) ?? ''
  const { page: desk } = await Phone.with(
    await (await browser.newContext({ baseURL: HOUSE.PUBLIC_ORIGIN })).newPage(),
  )
  await desk.goto(await newColleague('Pia Post', 'operate'))
  await desk.getByRole('button', { name: 'Create passkey' }).click()
  await expect(desk.getByRole('heading', { name: 'Third parties' })).toBeVisible()
  await desk.goto(`/staff/permissions?ref=${reference}`)
  await desk.getByLabel('Why do you need to see whose it is?').fill('The customer calls about it.')
  await desk.getByRole('button', { name: 'Open and note the reason' }).click()
  await desk.getByText('Make the case file').click()
  await desk.getByLabel('Why it is needed').fill('Complaint 4711')
  const download = desk.waitForEvent('download')
  await desk.getByRole('button', { name: 'Make and download' }).click()
  const archive = Buffer.concat(await (await (await download).createReadStream()).toArray())
  const { keys } = await (await desk.request.get('/.well-known/evidence-keys.json')).json()
  const trail = await (await desk.request.get('/.well-known/audit-keys.json')).json()
  const verdict = await verifyCase(archive, EvidenceKeySet.parse({ keys: [...keys, ...trail.keys] }))
  expect(verdict).toMatchObject({
    valid: true,
    unchecked: [],
    manifest: { permission: { reference }, reason: 'Complaint 4711' },
  })
  await desk.getByText('Send a letter to get back in').click()
  await expectAccessible(desk)
  await desk.getByRole('radio', { name: /^Bo / }).check()
  await desk.getByLabel('How did you check who it is?').fill('Called back on the number we have.')
  await desk.getByRole('button', { name: 'Put it on the list to print' }).click()
  await expect(desk.getByRole('heading', { name: 'Letters' })).toBeVisible()
  await expectAccessible(desk)
  await desk.getByRole('row').filter({ hasText: 'Bo ' }).getByRole('link', { name: 'Open the sheet' }).click()
  await expect(desk.getByRole('button', { name: 'It was sent' })).toBeVisible()
  await expectAccessibleInEachLook(desk)
  await desk.emulateMedia({ media: 'print', colorScheme: 'light' })
  await expect(desk.getByRole('button', { name: 'It was sent' })).toBeHidden()
  await desk.emulateMedia({ media: 'screen' })
  const code = await desk.getByRole('article').getByRole('code').innerText()
  await desk.getByLabel('Last 4 signs of the code on the sheet').fill(code.slice(-4))
  await desk.getByRole('button', { name: 'It was sent' }).click()
  await expect(desk.getByRole('status')).toContainText('The letter is on its way')
  await expect(async () => {
    await page.goto('/notices')
    await expect(page.getByText('A letter to recover your access is on its way').first()).toBeVisible({
      timeout: 1_000,
    })
  }).toPass({ timeout: 15_000 })
  await tpp.leave()
})
