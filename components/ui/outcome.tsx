import type { ReactNode } from 'react'

/**
 * What became of the form that led back to this page; empty where none did. Whoever hears the page is told it (WCAG 4.1.3),
 * and by the focus rather than by the role alone: what stands in a page from its beginning is no change, and few screen
 * readers announce it. The browser moves the focus by itself, so no script is needed.
 */
export function Outcome({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noAutofocus: only on the page that answers a form, where a reader expects to go on.
    <div autoFocus={Boolean(children)} className="mb-5 empty:hidden" role="status" tabIndex={-1}>
      {children}
    </div>
  )
}
