'use client'
import { type FormEvent, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { type CeremonyTexts, type Fields, fieldsOf, type Waits, wordsFor } from './perform-ceremony'

const SLOW_MILLIS = 3_000

/** As an alert of `Notice`, whose component stays on the server; a reference stands on a line of its own. */
const FAILED =
  'mt-3 text-small whitespace-pre-line rounded-control border border-danger bg-danger-tint px-3.5 py-3 text-ink'

/**
 * A form whose button runs a passkey ceremony. The button is dead until the script is alive, so that no click is
 * lost. While a ceremony runs it does nothing, so that there is only one, but keeps the focus: a disabled button would
 * lose it, and a keyboard or a screen reader would start over at the top of the page (WCAG 2.4.3).
 */
export function CeremonyForm({
  run,
  look,
  label,
  icon,
  texts,
  beside,
  below,
  noScript,
  children,
  id,
}: CeremonyFormProps) {
  const support = useSyncExternalStore(nothingChanges, supportHere, () => 'waiting')
  const [busy, setBusy] = useState(false)
  const [words, setWords] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const slow = useLonger(waiting)

  async function submit(event: FormEvent<HTMLFormElement>) {
    // A button that leads elsewhere sends the form as it is.
    if (event.nativeEvent instanceof SubmitEvent && event.nativeEvent.submitter?.hasAttribute('formaction'))
      return
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setWords(null)
    try {
      window.location.assign(await run(fieldsOf(event.currentTarget), setWaiting))
    } catch (thrown) {
      setWords(wordsFor(thrown, texts))
      setWaiting(false)
      setBusy(false)
    }
  }

  const text = support === 'no' ? texts.unsupported : slow ? texts.slow : words
  return (
    <form id={id} onSubmit={submit}>
      {children}
      <div className={`mt-6 grid gap-3 ${beside ? 'xs:grid-cols-2' : ''}`}>
        <button className={look} aria-disabled={busy} disabled={support !== 'yes'} type="submit">
          {icon}
          {busy ? texts.busy : label}
        </button>
        {beside}
      </div>
      <p className={text !== null && text === words ? FAILED : 'mt-3 text-small empty:mt-0'} role="status">
        {text}
      </p>
      {below}
      {noScript}
    </form>
  )
}

/** Whether something has gone on for longer than a person waits without a word. */
function useLonger(going: boolean): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!going) return
    const timer = setTimeout(() => setLong(true), SLOW_MILLIS)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [going])
  return long
}

function nothingChanges() {
  return () => {}
}

function supportHere() {
  return 'PublicKeyCredential' in window ? 'yes' : 'no'
}

export type CeremonyFormProps = {
  run: (fields: Fields, waits: Waits) => Promise<string>
  /** The button's classes: their table stays on the server. */
  look: string
  label: ReactNode
  icon?: ReactNode
  texts: CeremonyTexts
  /** Stands beside the button at the same width. */
  beside?: ReactNode
  /** Stands under the button and its status. */
  below?: ReactNode
  noScript?: ReactNode
  children?: ReactNode
  /** Where a button elsewhere on the page sends this form. */
  id?: string
}
