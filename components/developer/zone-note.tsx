import { useTimeZone } from 'next-intl'

/** In which zone the times of a table are: developers compare them with logs, which are mostly in UTC. */
export function ZoneNote() {
  return (
    <p className="mt-2 wrap-anywhere text-muted text-small">{`Times here are the bank's (${useTimeZone() ?? 'UTC'}).`}</p>
  )
}
