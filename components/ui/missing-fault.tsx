'use client'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

/**
 * What is said at a field or a list that has to be filled or ticked: it appears when the form around it is sent without, which
 * goes no further, and leaves with the first letter or tick. While it stands the field is invalid and is described by it.
 * `unless`: a field whose value makes this one needless. `signs`: so many letters and digits the field has at least. `refused`:
 * the server has already sent the form back.
 */
export function MissingFault({ name, unless, signs = 1, refused = false, children }: MissingFaultProps) {
  const [shown, setShown] = useState(refused)
  const place = useRef<HTMLDivElement>(null)
  const id = useId()

  useEffect(() => {
    const form = place.current?.closest('form')
    const first = form?.querySelector<HTMLElement>(`[name="${name}"]`)
    if (!form || !first) return
    const check = (event: SubmitEvent) => {
      // A button that leads elsewhere sends the form as it is.
      if (event.submitter?.hasAttribute('formaction')) return
      const fields = new FormData(form)
      const lacks = (field: string, least: number) =>
        fields.getAll(field).every((value) => {
          // What is no letter and no digit still is a tick or a word.
          const typed = `${value}`.trim()
          return typed === '' || (least > 1 && (typed.match(/[\p{L}\p{N}]/gu) ?? []).length < least)
        })
      const missing = lacks(name, signs) && (unless === undefined || lacks(unless, 1))
      setShown(missing)
      if (!missing) return
      // Of several faults the first in the form has the focus.
      if (!event.defaultPrevented) first.focus()
      event.preventDefault()
      event.stopPropagation()
    }
    const clear = () => setShown(false)
    form.addEventListener('submit', check, true)
    form.addEventListener('input', clear)
    return () => {
      form.removeEventListener('submit', check, true)
      form.removeEventListener('input', clear)
    }
  }, [name, unless, signs])

  useEffect(() => {
    if (!shown) return
    const fields = [...(place.current?.closest('form')?.querySelectorAll(`[name="${name}"]`) ?? [])]
    const undo = fields.map((field) => {
      const described = field.getAttribute('aria-describedby')
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', described ? `${described} ${id}` : id)
      return () => {
        field.removeAttribute('aria-invalid')
        if (described) field.setAttribute('aria-describedby', described)
        else field.removeAttribute('aria-describedby')
      }
    })
    return () => {
      for (const one of undo) one()
    }
  }, [id, name, shown])

  return (
    <div id={id} ref={place}>
      {shown ? children : null}
    </div>
  )
}

type MissingFaultProps = {
  name: string
  unless?: string
  signs?: number
  refused?: boolean
  children: ReactNode
}
