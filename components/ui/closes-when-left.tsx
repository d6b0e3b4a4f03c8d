'use client'
import { useEffect, useRef } from 'react'

/**
 * Closes the fold around it by Escape, as soon as the focus goes on elsewhere (open, it would cover what the focus comes to next,
 * WCAG 2.4.11), and by a tap outside, which then does nothing else: what lies beneath is not what the finger meant. Without a
 * script its own line closes it.
 */
export function ClosesWhenLeft() {
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const fold = place.current?.closest('details')
    if (!fold) return
    const isOutside = (target: EventTarget | null) => target instanceof Node && !fold.contains(target)
    let tapped = false
    const onTap = ({ target }: PointerEvent) => {
      tapped = fold.open && isOutside(target)
    }
    const onClick = (event: MouseEvent) => {
      tapped = false
      if (!fold.open || !isOutside(event.target)) return
      fold.open = false
      event.preventDefault()
      event.stopPropagation()
    }
    const onKey = ({ key }: KeyboardEvent) => {
      tapped = false
      if (key !== 'Escape' || !fold.open) return
      fold.open = false
      fold.querySelector('summary')?.focus()
    }
    const onFocus = ({ relatedTarget }: FocusEvent) => {
      // A tap moves the focus before it clicks: closed by that, the fold would let the click through.
      if (!tapped && isOutside(relatedTarget)) fold.open = false
    }
    document.addEventListener('pointerdown', onTap, true)
    document.addEventListener('click', onClick, true)
    document.addEventListener('keydown', onKey)
    fold.addEventListener('focusout', onFocus)
    return () => {
      document.removeEventListener('pointerdown', onTap, true)
      document.removeEventListener('click', onClick, true)
      document.removeEventListener('keydown', onKey)
      fold.removeEventListener('focusout', onFocus)
    }
  }, [])
  return <span hidden={true} ref={place} />
}
