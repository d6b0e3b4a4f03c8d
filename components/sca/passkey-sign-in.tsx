'use client'
import { useEffect, useRef, useState } from 'react'
import { CeremonyForm } from './ceremony-form'
import { answerWithPasskey, type PasskeyFormProps } from './passkey-form'
import { cancelCeremony } from './perform-ceremony'

// A challenge lives 120 seconds; the one that waits in the browser's list is renewed before that.
const RENEWAL_MS = 100_000

/** Signs in by the button or from the browser's own list; `below` holds the field of that list. */
export function PasskeySignIn({ optionsUrl, resultUrl, below, ...form }: PasskeyFormProps) {
  const pressed = useRef(false)
  const [offered, setOffered] = useState(false)

  useEffect(() => {
    let left = false
    const offer = async () => {
      if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return
      setOffered(true)
      while (!left && !pressed.current) {
        const renewal = setTimeout(cancelCeremony, RENEWAL_MS)
        try {
          const location = await answerWithPasskey({ optionsUrl, resultUrl, fields: {}, fromList: true })
          return window.location.assign(location)
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
      cancelCeremony()
    }
  }, [optionsUrl, resultUrl])

  return (
    <CeremonyForm
      {...form}
      below={<div hidden={!offered}>{below}</div>}
      run={(fields, waits) => {
        pressed.current = true
        return answerWithPasskey({ optionsUrl, resultUrl, fields, waits })
      }}
    />
  )
}
