import { defineConfig, mergeConfig } from 'vitest/config'
import usual from '../../vitest.config.ts'

/** Proofs that take minutes: a command of their own each, and no part of `npm test`. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [] } },
  defineConfig({
    test: { include: ['e2e/proofs/**/*.proof.ts'], testTimeout: 1_200_000, fileParallelism: false },
  }),
)
