/** How long after a passkey was used its customer may change what opens the bank, or take everything out of it. */
const RECENT_MILLIS = 5 * 60_000

/** Whether the passkey was used only just now (RTS Art. 24(2)(b)). */
export const isRecentAuthentication = (authenticatedAt: Date, now: Date): boolean =>
  now.getTime() - authenticatedAt.getTime() < RECENT_MILLIS
