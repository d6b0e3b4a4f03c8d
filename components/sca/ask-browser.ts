/** The package is fetched only where it is needed: a current browser reads and writes the bank's JSON by itself. */
const fetchLibrary = () => import('@simplewebauthn/browser')

let writesJson = true

/**
 * What a passkey answered, as JSON for the bank. `ask` runs the ceremony with the browser's own calls, null where it
 * lacks them; then the library runs it with `askLibrary`. It does so too, a second time for the customer, where a
 * password manager handed out an object that cannot write itself ("Illegal invocation").
 */
export async function askBrowser({ ask, askLibrary, signal }: AskBrowser): Promise<unknown> {
  if (ask && writesJson) {
    const credential = await ask()
    try {
      if (credential instanceof PublicKeyCredential) return credential.toJSON()
    } catch {}
    writesJson = false
  }
  const library = await fetchLibrary()
  signal.throwIfAborted()
  signal.onabort = () => library.WebAuthnAbortService.cancelCeremony()
  return askLibrary(library)
}

type AskBrowser = {
  ask: (() => Promise<Credential | null>) | null
  askLibrary: (library: Awaited<ReturnType<typeof fetchLibrary>>) => Promise<unknown>
  /** Ends the ceremony, whoever runs it. */
  signal: AbortSignal
}
