'use client'
import { useEffect } from 'react'

/**
 * Puts the code of an activation link into its field and takes it out of the address, so that no history keeps it. Who changes
 * the language takes it along, behind the `#` again.
 */
export function CodeFromLink({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    const take = () => {
      const code = window.location.hash.slice(1)
      const field = document.getElementById(fieldId)
      // The link that skips to the page has changed the address too: what names a part of the page is no code.
      if (!code || document.getElementById(code) || !isField(field)) return
      field.value = code
      window.history.replaceState(window.history.state, '', window.location.pathname)
    }
    take()
    // A second link opened in the same tab changes only the part behind the `#`, which loads no page.
    window.addEventListener('hashchange', take)
    const keep = ({ target }: SubmitEvent) => {
      const field = document.getElementById(fieldId)
      if (!(target instanceof HTMLFormElement) || !isField(field)) return
      if (target.action.includes('/language?') && /^[\w-]+$/.test(field.value))
        target.action = `${target.action.replace(/#.*/, '')}#${field.value}`
    }
    document.addEventListener('submit', keep)
    return () => {
      window.removeEventListener('hashchange', take)
      document.removeEventListener('submit', keep)
    }
  }, [fieldId])
  return null
}

const isField = (field: HTMLElement | null) =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
