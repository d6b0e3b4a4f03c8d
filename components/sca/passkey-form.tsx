'use client'
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { type Fields, performCeremony } from './perform-ceremony'

/** Answers with a passkey by the button; the form's fields go with both requests. */
export function PasskeyForm({ optionsUrl, resultUrl, ...form }: PasskeyFormProps) {
  return <CeremonyForm {...form} run={(fields) => answerWithPasskey({ optionsUrl, resultUrl, fields })} />
}

/** One assertion from the browser's dialog, or with `useBrowserAutofill` from its list; resolves as the ceremony. */
export function answerWithPasskey({
  useBrowserAutofill = false,
  ...request
}: AnswerWithPasskey): Promise<string> {
  return performCeremony({
    ...request,
    answer: (optionsJSON: PublicKeyCredentialRequestOptionsJSON) =>
      startAuthentication({ optionsJSON, useBrowserAutofill }),
  })
}

type AnswerWithPasskey = {
  optionsUrl: string
  resultUrl: string
  fields: Fields
  useBrowserAutofill?: boolean
}

export type PasskeyFormProps = Omit<CeremonyFormProps, 'run'> & { optionsUrl: string; resultUrl: string }
