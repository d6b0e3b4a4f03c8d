import 'server-only'

/**
 * Opens the bank and runs its queued jobs, or ends the process. A server whose listener, database or configuration is no
 * good must not look open: Next by itself would only print the error and go on answering. Told to end, it answers what is
 * under way and finishes its jobs first.
 */
export async function openOrExit(): Promise<void> {
  try {
    // Loaded here, so that a fault of the configuration, found on loading, is caught too.
    const { openBank } = await import('./open-bank')
    const listener = await openBank()
    const { startWorker } = await import('@/lib/worker/start-worker')
    const worker = await startWorker()
    const { endGracefully } = await import('./end-gracefully')
    const { giveNotice } = await import('./give-notice')
    endGracefully(async () => {
      await giveNotice()
      await Promise.all([listener.close(), worker.stop()])
    })
  } catch (fault) {
    const known = fault instanceof Error && fault.name === 'ConfigurationFault'
    const text = known ? fault.message : fault instanceof Error ? fault.stack : String(fault)
    process.stderr.write(`The bank cannot open.\n${text}\n`)
    process.exit(1)
  }
}
