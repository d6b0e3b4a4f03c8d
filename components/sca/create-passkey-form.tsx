'use client'
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { performCeremony } from './perform-ceremony'

/** Creates a passkey on this device by the button. */
export function CreatePasskeyForm({ optionsUrl, resultUrl, ...form }: CreatePasskeyFormProps) {
  return (
    <CeremonyForm
      {...form}
      run={(fields) =>
        performCeremony({
          optionsUrl,
          resultUrl,
          fields,
          answer: (optionsJSON: PublicKeyCredentialCreationOptionsJSON) => startRegistration({ optionsJSON }),
        })
      }
    />
  )
}

export type CreatePasskeyFormProps = Omit<CeremonyFormProps, 'run'> & {
  optionsUrl: string
  resultUrl: string
}
