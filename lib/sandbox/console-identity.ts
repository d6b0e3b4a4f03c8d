import { env } from '@/lib/env'

/** The third party of the sandbox that the developer's console speaks for; every developer is this one. */
export const CONSOLE = { organizationIdentifier: 'PSDNL-DNB-CONSOLE', name: 'Sandbox console' }

/** Where a customer of the console comes back to. */
export const CONSOLE_BACK = `${env.PUBLIC_ORIGIN}/developer/try/back`

/**
 * Whether an address is the console's way back, asked for by the console: the one place of the bank's own to which a
 * third party may send a customer, in a sandbox only. Anywhere else a code would stand in the bank's pages and logs.
 */
export function isConsoleBack({ href }: URL, organizationIdentifier: string): boolean {
  const [address, state = ''] = href.split('?state=')
  const ofConsole = organizationIdentifier === CONSOLE.organizationIdentifier
  return env.SANDBOX && ofConsole && address === CONSOLE_BACK && /^[\w-]{43}$/.test(state)
}
