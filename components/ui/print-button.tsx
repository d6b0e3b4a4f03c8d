'use client'
import { useSyncExternalStore } from 'react'

/** Opens the browser's print dialog. It stands there only where the script does: on paper and without one there is no button. */
export function PrintButton({ look, label }: { look: string; label: string }) {
  const alive = useSyncExternalStore(nothingChanges, onClient, onServer)
  if (!alive) return null
  return (
    <button className={`${look} screen-only`} onClick={() => window.print()} type="button">
      {label}
    </button>
  )
}

const nothingChanges = () => () => {}
const onClient = () => true
const onServer = () => false
