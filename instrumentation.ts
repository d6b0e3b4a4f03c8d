/** Next calls this once per server process. Only there does the bank open; a build and the edge have nothing to open. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { openOrExit } = await import('@/lib/listener/open-or-exit')
  await openOrExit()
}

/** An unexpected failure of a page: logged once, under the digest that the page shows as its reference. */
export async function onRequestError(
  thrown: unknown,
  request: { path: string; method: string; headers: Record<string, string | string[] | undefined> },
): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { log } = await import('@/lib/log')
  const digest = thrown instanceof Error && 'digest' in thrown ? String(thrown.digest) : null
  log.error(
    {
      err: thrown,
      requestId: request.headers['x-request-id'] ?? null,
      digest,
      method: request.method,
      path: request.path.split('?')[0],
    },
    'A page failed',
  )
}
