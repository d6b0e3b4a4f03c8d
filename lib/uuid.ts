const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Whether it has the form of our ids. Asked before a word of an address goes into a statement: PostgreSQL answers anything else
 * with an error, and the page would speak of a fault of ours where there is only nothing here.
 */
export const isUuid = (text: string | undefined): text is string => text !== undefined && UUID.test(text)
