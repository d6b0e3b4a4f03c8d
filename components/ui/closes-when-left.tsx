'use client'
import { useEffect, useRef } from 'react'

/**
 * Closes the fold around it with the Escape key and as soon as the focus goes on elsewhere: open, it would cover what the focus
 * comes to next (WCAG 2.4.11). Without a script its own line closes it.
 */
export function ClosesWhenLeft() {
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const fold = place.current?.closest('details')
    if (!fold) return
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !fold.contains(relatedTarget)) fold.open = false
    }
    const closeByKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || !fold.open) return
      fold.open = false
      fold.querySelector('summary')?.focus()
    }
    fold.addEventListener('focusout', leave)
    fold.addEventListener('keydown', closeByKey)
    return () => {
      fold.removeEventListener('focusout', leave)
      fold.removeEventListener('keydown', closeByKey)
    }
  }, [])
  return <span hidden={true} ref={place} />
}
