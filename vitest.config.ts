import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      // Outside Next this package throws by design; its empty twin is what the react-server condition gives.
      'server-only': `${root}node_modules/server-only/empty.js`,
    },
  },
  test: {
    include: [
      'lib/**/*.test.ts',
      'db/**/*.test.ts',
      'components/**/*.test.ts',
      'i18n/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/obstacles/**/*.test.ts',
      'e2e/{races,faults}/**/*.test.ts',
      'e2e/{tpp,shop,outside,canary}/**/*.test.ts',
      '*.test.ts',
    ],
    globalSetup: ['./e2e/fixtures/postgres.ts'],
    setupFiles: ['./e2e/fixtures/own-database.ts'],
    env: { TIME_LIMIT_FACTOR: '5' },
    maxWorkers: 2,
    // How long to wait is no guarantee, so it is said here and in no test: a busy machine must not turn it into a failure.
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
    expect: { poll: { timeout: 2 * 60_000 } },
  },
})
