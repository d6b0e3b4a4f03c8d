import { HOUSE } from '../fixtures/house'
import { expect, type Phone, test } from '../fixtures/journey'
import { enrols } from '../fixtures/own-passkey'
import {
  expectNamedAsSeen,
  expectReadableAtFourTimes,
  expectSeenInForcedColours,
  expectStill,
} from '../fixtures/reader-settings'
import { ThirdParty } from '../fixtures/third-party'

const OWN_PAGES = ['/', '/security', '/privacy', '/notices', '/notices/settings', '/activity', '/stop']

test('at 400 %, in colours of the reader’s own and without motion nothing is lost, in three languages', async ({
  phone,
}) => {
  const { page } = phone
  await enrols(page, 'anna')
  const permission = await page.getByRole('link', { name: 'Budgetto' }).first().getAttribute('href')
  const tpp = await ThirdParty.enrol({ brand: 'Settings' })
  await page.goto((await tpp.asks()).url)
  const ofOne = ['', '/change', '/receipts', '/stop'].map((part) => `${permission}${part}`)
  const pages = [new URL(page.url()).pathname, ...ofOne, ...OWN_PAGES]
  const titles: string[] = []
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const language of ['en', 'de', 'el']) {
    await speaks(phone, language)
    for (const path of pages) {
      await page.goto(path)
      titles.push(`${language} ${await page.title()}`)
      await expectNamedAsSeen(page)
      await expectReadableAtFourTimes(page)
      if (language === 'en') {
        await expectSeenInForcedColours(page)
        await expectStill(page)
      }
    }
  }
  expect(new Set(titles).size, 'each page has a title of its own (2.4.2)').toBe(titles.length)
  await tpp.leave()
})

async function speaks({ page }: Phone, language: string): Promise<void> {
  await page.context().addCookies([{ name: 'language', value: language, url: HOUSE.PUBLIC_ORIGIN }])
}
