'use client'
import { type ReactNode, useEffect, useRef, useState } from 'react'

/**
 * What is said at a field or a list that has to be filled or ticked: it appears when the form around it is sent without,
 * which goes no further, and leaves with the first letter or tick. `refused`: the server has already sent the form back.
 */
export function MissingFault({ name, refused = false, children }: MissingFaultProps) {
  const [shown, setShown] = useState(refused)
  const place = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const form = place.current?.closest('form')
    const first = form?.querySelector<HTMLElement>(`[name="${name}"]`)
    if (!form || !first) return
    const check = (event: SubmitEvent) => {
      const missing = new FormData(form).getAll(name).every((value) => value === '')
      setShown(missing)
      if (!missing) return
      event.preventDefault()
      event.stopPropagation()
      first.focus()
    }
    const clear = () => setShown(false)
    form.addEventListener('submit', check, true)
    form.addEventListener('input', clear)
    return () => {
      form.removeEventListener('submit', check, true)
      form.removeEventListener('input', clear)
    }
  }, [name])

  return <div ref={place}>{shown ? children : null}</div>
}

type MissingFaultProps = { name: string; refused?: boolean; children: ReactNode }
