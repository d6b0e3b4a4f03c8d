'use client'
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { BankRefusal, type Fields, performCeremony } from './perform-ceremony'

/** Answers with a passkey by the button; the form's fields go with both requests. */
export function PasskeyForm({ optionsUrl, resultUrl, ...form }: PasskeyFormProps) {
  return <CeremonyForm {...form} run={(fields) => answerWithPasskey({ optionsUrl, resultUrl, fields })} />
}

/** One assertion from the browser's dialog, or with `useBrowserAutofill` from its list; resolves as the ceremony. */
export async function answerWithPasskey({
  useBrowserAutofill = false,
  ...request
}: AnswerWithPasskey): Promise<string> {
  let given: { rpId: string; credentialId: string } | undefined
  try {
    return await performCeremony({
      ...request,
      answer: async (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => {
        const response = await startAuthentication({ optionsJSON, useBrowserAutofill })
        given = { rpId: optionsJSON.rpId ?? '', credentialId: response.id }
        return response
      },
    })
  } catch (thrown) {
    // Only for a passkey that the bank says it does not know: the browser then stops offering it.
    if (thrown instanceof BankRefusal && thrown.code === 'authenticator_unknown' && given)
      PublicKeyCredential.signalUnknownCredential?.(given).catch(() => {})
    throw thrown
  }
}

type AnswerWithPasskey = {
  optionsUrl: string
  resultUrl: string
  fields: Fields
  useBrowserAutofill?: boolean
}

export type PasskeyFormProps = Omit<CeremonyFormProps, 'run'> & { optionsUrl: string; resultUrl: string }
