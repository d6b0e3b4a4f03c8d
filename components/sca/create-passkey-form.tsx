'use client'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { askBrowser } from './ask-browser'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { performCeremony } from './perform-ceremony'

/** Creates a passkey on this device by the button. */
export function CreatePasskeyForm({ optionsUrl, resultUrl, ...form }: CreatePasskeyFormProps) {
  return (
    <CeremonyForm
      {...form}
      run={(fields, waits) =>
        performCeremony({ optionsUrl, resultUrl, fields, answer: createPasskey, waits })
      }
    />
  )
}

function createPasskey(optionsJSON: Options, signal: AbortSignal) {
  const create = () =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(optionsJSON),
      signal,
    })
  return askBrowser({
    ask: 'parseCreationOptionsFromJSON' in PublicKeyCredential ? create : null,
    askLibrary: ({ startRegistration }) => startRegistration({ optionsJSON }),
    signal,
  })
}

// Without the extensions: the browser's types and the library's disagree on some that the bank does not ask for.
type Options = Omit<PublicKeyCredentialCreationOptionsJSON, 'extensions'>

export type CreatePasskeyFormProps = Omit<CeremonyFormProps, 'run'> & {
  optionsUrl: string
  resultUrl: string
}
