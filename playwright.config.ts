import { defineConfig } from '@playwright/test'
import { HOUSE } from './e2e/fixtures/house'

/** Flags that keep Chromium from speaking to anybody but this machine. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'e2e',
  testMatch: ['journeys/**/*.spec.ts', 'api/**/*.spec.ts'],
  globalSetup: './e2e/fixtures/house.ts',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // The longest journey visits a dozen pages and lets axe look at each four times.
  timeout: 300_000,
  // What is awaited comes later on a busy machine.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: HOUSE.PUBLIC_ORIGIN,
    locale: 'en-GB',
    timezoneId: 'Europe/Copenhagen',
    viewport: { width: 360, height: 740 },
    launchOptions: { executablePath: process.env.CHROMIUM, args: CHROMIUM_FLAGS },
    // A trace of each costs a sixth of the CPU: `npx playwright test <name> --trace on` records one that has failed.
    screenshot: 'only-on-failure',
  },
})
