'use client'
import { type ReactNode, useEffect, useRef, useState } from 'react'

/**
 * What is said at a list of which something has to be ticked: it appears when the form around it is sent with nothing
 * ticked, which goes no further, and leaves with the first tick. `refused`: the server has already sent the form back.
 */
export function ChoiceFault({ name, refused, children }: ChoiceFaultProps) {
  const [shown, setShown] = useState(refused)
  const place = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const form = place.current?.closest('form')
    const first = form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (!form || !first) return
    const check = (event: SubmitEvent) => {
      const missing = !new FormData(form).has(name)
      setShown(missing)
      if (!missing) return
      event.preventDefault()
      event.stopPropagation()
      first.focus()
    }
    const clear = () => setShown(false)
    form.addEventListener('submit', check, true)
    form.addEventListener('change', clear)
    return () => {
      form.removeEventListener('submit', check, true)
      form.removeEventListener('change', clear)
    }
  }, [name])

  return <div ref={place}>{shown ? children : null}</div>
}

type ChoiceFaultProps = { name: string; refused: boolean; children: ReactNode }
