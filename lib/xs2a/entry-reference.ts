import { uuidOr } from './match-route'

/**
 * An entry's id as `entryReference`, where the standard leaves 35 characters: the UUID without its hyphens. The way
 * back gives null for what is none.
 */
export const toEntryReference = (id: string) => id.replaceAll('-', '')

/** The id of the entry that a reference names. */
export const fromEntryReference = (reference: string) =>
  uuidOr(reference.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), null)
