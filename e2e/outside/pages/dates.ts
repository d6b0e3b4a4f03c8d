/** An hour and minute on the customer's clock. */
export function clockTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-IE', { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(instant),
  )
}

/** A day and a time on the customer's clock. */
export function dayAndTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-IE', {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(instant))
}

/** A calendar day of the bank (`YYYY-MM-DD`), which has no time zone of its own. */
export function weekday(day: string): string {
  return new Intl.DateTimeFormat('en-IE', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(day))
}

/** A calendar day with its year. */
export function fullDay(day: string): string {
  return new Intl.DateTimeFormat('en-IE', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}

/** A month (`YYYY-MM`) by name; without its year, since no more than four months are ever shown. */
export function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-IE', { month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01`))
}
