/** Next calls this once per server process. Only there does the bank open; a build and the edge have nothing to open. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { openBank } = await import('@/lib/listener/open-bank')
  await openBank()
}
