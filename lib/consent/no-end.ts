/**
 * The end of a consent that has none (confirmation of funds): a day that never comes instead of null, so that every
 * statement, job and page that compares an end goes on doing just that. Midnight UTC, so that no time zone carries it
 * into a year of five digits.
 */
export const NO_END = { validUntil: '9999-12-31', endsAt: new Date('9999-12-31T00:00:00Z') }

/** Whether a consent lasts until somebody ends it. */
export const hasNoEnd = ({ validUntil }: { validUntil: string }) => validUntil === NO_END.validUntil
