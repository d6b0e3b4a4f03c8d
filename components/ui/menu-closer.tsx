'use client'
import { useEffect } from 'react'

/**
 * Closes a menu of `<details>` by Escape, and by a tap outside, which then does nothing else: what lies beneath is not what
 * the finger meant. Without a script the menu closes by its own summary.
 */
export function MenuCloser({ id }: { id: string }) {
  useEffect(() => {
    const opened = () => {
      const menu = document.getElementById(id)
      return menu instanceof HTMLDetailsElement && menu.open ? menu : null
    }
    const onKey = (event: KeyboardEvent) => {
      const menu = event.key === 'Escape' ? opened() : null
      if (!menu) return
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
    const onClick = (event: MouseEvent) => {
      const menu = opened()
      if (!menu || (event.target instanceof Node && menu.contains(event.target))) return
      menu.open = false
      event.preventDefault()
      event.stopPropagation()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('click', onClick, true)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('click', onClick, true)
    }
  }, [id])
  return null
}
