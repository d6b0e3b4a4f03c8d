'use client'
import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialRequestOptionsJSON,
  sendSignal,
  startAuthentication,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import { useCallback, useEffect, useRef, useState } from 'react'
import { CeremonyForm, type CeremonyFormProps } from './ceremony-form'
import { BankRefusal, type Fields, performCeremony } from './perform-ceremony'

// A challenge lives 120 seconds; the one that waits in the autofill list is renewed before that.
const AUTOFILL_RENEWAL_MS = 100_000

/** Answers with a passkey: by the button, and with `autofill` also from the browser's own list. */
export function PasskeyForm({ optionsUrl, resultUrl, autofill, ...form }: PasskeyFormProps) {
  const pressed = useRef(false)
  const [offered, setOffered] = useState(false)

  const answer = useCallback(
    (fields: Fields, useBrowserAutofill: boolean) => {
      let given: { response: AuthenticationResponseJSON; rpId: string | undefined }
      return performCeremony({
        optionsUrl,
        resultUrl,
        fields,
        answer: async (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => {
          const response = await startAuthentication({ optionsJSON, useBrowserAutofill })
          given = { response, rpId: optionsJSON.rpId }
          return response
        },
      }).catch((thrown) => {
        // Only for a passkey that the bank says it does not know: the browser then stops offering it.
        if (thrown instanceof BankRefusal && thrown.code === 'authenticator_unknown' && given?.rpId)
          sendSignal({
            signalName: 'unknownCredential',
            rpID: given.rpId,
            credentialID: given.response.id,
          }).catch(() => {})
        throw thrown
      })
    },
    [optionsUrl, resultUrl],
  )

  useEffect(() => {
    if (!autofill) return
    let left = false
    const offer = async () => {
      if (!(await browserSupportsWebAuthnAutofill())) return
      setOffered(true)
      while (!left && !pressed.current) {
        const renewal = setTimeout(() => WebAuthnAbortService.cancelCeremony(), AUTOFILL_RENEWAL_MS)
        try {
          return window.location.assign(await answer({}, true))
        } catch (thrown) {
          // Renewed or overtaken by the button; anything else ends the offer, and the button tells what is wrong.
          if (!(thrown instanceof Error && thrown.name === 'AbortError')) return
        } finally {
          clearTimeout(renewal)
        }
      }
    }
    void offer()
    return () => {
      left = true
      WebAuthnAbortService.cancelCeremony()
    }
  }, [autofill, answer])

  return (
    <CeremonyForm
      {...form}
      below={autofill ? <div hidden={!offered}>{form.below}</div> : form.below}
      run={(fields) => {
        // One ceremony at a time: a browser refuses a second while the autofill one waits.
        pressed.current = true
        WebAuthnAbortService.cancelCeremony()
        return answer(fields, false)
      }}
    />
  )
}

export type PasskeyFormProps = Omit<CeremonyFormProps, 'run'> & {
  optionsUrl: string
  resultUrl: string
  autofill?: boolean
}
