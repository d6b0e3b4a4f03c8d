'use client'
import { useEffect } from 'react'

/**
 * Tells the browser which passkeys the bank still takes, so that it can take the others off its list (Signal API, WebAuthn level
 * 3). A browser that does not know it, or does not want to, is as before; the page says in words what to do by hand.
 */
export function KeepInStep({ rpId, userId, credentialIds }: KeepInStepProps) {
  useEffect(() => {
    const signal = window.PublicKeyCredential?.signalAllAcceptedCredentials
    void signal
      ?.call(PublicKeyCredential, { rpId, userId, allAcceptedCredentialIds: credentialIds })
      .catch(() => undefined)
  }, [rpId, userId, credentialIds])
  return null
}

type KeepInStepProps = { rpId: string; userId: string; credentialIds: string[] }
