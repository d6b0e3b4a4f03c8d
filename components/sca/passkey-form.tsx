'use client'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { askBrowser } from './ask-browser'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { type Fields, performCeremony, type Waits } from './perform-ceremony'

/** Answers with a passkey by the button; the form's fields go with both requests. */
export function PasskeyForm({ optionsUrl, resultUrl, ...form }: PasskeyFormProps) {
  return (
    <CeremonyForm
      {...form}
      run={(fields, waits) => answerWithPasskey({ optionsUrl, resultUrl, fields, waits })}
    />
  )
}

/** One assertion from the browser's dialog, or with `fromList` from its list; resolves as the ceremony. */
export function answerWithPasskey({ fromList = false, ...request }: AnswerWithPasskey): Promise<string> {
  return performCeremony({
    ...request,
    answer: (optionsJSON: Options, signal) => getAssertion(optionsJSON, signal, fromList),
  })
}

function getAssertion(optionsJSON: Options, signal: AbortSignal, fromList: boolean) {
  const get = () =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(optionsJSON),
      mediation: fromList ? 'conditional' : 'optional',
      signal,
    })
  return askBrowser({
    ask: 'parseRequestOptionsFromJSON' in PublicKeyCredential ? get : null,
    askLibrary: ({ startAuthentication }) =>
      startAuthentication({ optionsJSON, useBrowserAutofill: fromList }),
    signal,
  })
}

// Without the extensions: the browser's types and the library's disagree on some that the bank does not ask for.
type Options = Omit<PublicKeyCredentialRequestOptionsJSON, 'extensions'>

type AnswerWithPasskey = {
  optionsUrl: string
  resultUrl: string
  fields: Fields
  fromList?: boolean
  waits?: Waits
}

export type PasskeyFormProps = Omit<CeremonyFormProps, 'run'> & { optionsUrl: string; resultUrl: string }
