import { expect, test, vi } from 'vitest'
import { fetched, justSignedIn, unpacked } from '@/e2e/fixtures/copy-of'
import { givenPsu } from '@/e2e/fixtures/given-consent'
import { findExports } from '@/lib/privacy/find-exports'
import { requestExport } from '@/lib/privacy/request-export'
import { startWorker } from './start-worker'

test('a worker starts, and makes the copy that was queued', async () => {
  const psuId = await givenPsu('Anna Andersen')
  const { exportId } = await requestExport(await justSignedIn(psuId))
  const worker = await startWorker()
  try {
    await vi.waitFor(async () => expect((await findExports(psuId))[0]?.state).toBe('ready'), {
      timeout: 15_000,
      interval: 100,
    })
  } finally {
    await worker.stop()
  }
  expect(unpacked(await fetched(psuId, exportId)).get('data/psus.json')).toContain('Anna Andersen')
})
