import { BUSINESSES, PERSONAS } from '@/db/seed/personas'
import { expectAccessible, expectAccessibleInEachLook } from '../fixtures/accessible'
import { expect, test } from '../fixtures/journey'
import { becomes } from '../fixtures/own-passkey'

const NOTE = 'This page shows what the bank may show you of what other holders share now.'

test('each holder sees that a joint account is shared and by whom; of a protected one nothing, and nothing is missing', async ({
  phone,
}) => {
  const { page } = phone
  await becomes(phone, 'sam')
  await expect(page.getByText(/^Maja Brandt shares it with an app since/).first()).toBeVisible()
  await page.getByRole('link', { name: 'What you can do' }).click()
  await expect(page.getByText(NOTE)).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('Budgetto')
  await expectAccessible(page)

  await becomes(phone, 'pelle')
  await expect(page.getByRole('heading', { name: 'Shared by other holders' })).toHaveCount(0)
  await page.goto('/people')
  await expect(page.getByText('with Nora Dahl')).toBeVisible()
  await expect(page.getByText(NOTE)).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText(/shares it/)
  await page.goto('/privacy/protection')
  await expect(page.getByText('Other holders are told.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Tell other holders nothing' }).click()
  await expect(page.getByText(/^Other holders are told nothing since/)).toBeVisible()
  await page.getByRole('button', { name: 'Tell other holders again' }).click()
  await expect(page.getByText('Other holders are told.', { exact: true })).toBeVisible()
})

test('a daughter stops what her mother shares, and the mother reads who did; whose mandate has ended sees nothing', async ({
  phone,
}) => {
  const { page } = phone
  phone.expectComplaint(/404/)
  await becomes(phone, 'viggo')
  await page.goto(`/people/${BUSINESSES.nordlys.id}`)
  await expect(page.getByText('Nordlys')).toHaveCount(0)

  await becomes(phone, 'liv')
  await page.getByRole('link', { name: 'Astrid Holm' }).click()
  await expect(page.getByText('You act for Astrid Holm')).toBeVisible()
  await expectAccessibleInEachLook(page)
  await page.getByRole('link', { name: 'Stop sharing' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('for Astrid Holm?')
  await expectAccessibleInEachLook(page)
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(page.getByText(/^It is stopped/)).toBeVisible()
  await page.goto(`/people/${PERSONAS.astrid.id}?stopped`)
  await expect(page.getByText('You act for Astrid Holm')).toBeVisible()
  await expect(page.getByText(/^It is stopped/)).toBeHidden()

  await becomes(phone, 'astrid')
  await page.goto('/activity')
  await expect(page.getByText(/^Liv Holm, who has a mandate, stopped sharing with/)).toBeVisible()
  await page.goto('/people')
  await expect(page.getByText('may see what is shared, and stop it')).toBeVisible()
  await page.goto(`/people/${PERSONAS.liv.id}`)
  await expect(page.getByText('You act for')).toHaveCount(0)
})

test('who keeps the books of a business sees who may act for it, what its account shares, and who allowed it', async ({
  phone,
}) => {
  const { page } = phone
  await becomes(phone, 'tilde')
  await page.getByRole('link', { name: 'Nordlys Keramik ApS' }).click()
  await expect(page.getByRole('heading', { name: 'Who may act' })).toBeVisible()
  await expect(page.getByText(/^Allowed by Ida Kjær, Nordlys ApS on/).first()).toBeVisible()
  await expect(page.getByText('Viggo')).toHaveCount(0)
  await expectAccessible(page)
})
