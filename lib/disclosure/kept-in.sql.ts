import { DATA_CLASSES } from './disclosure-rule'

/** What each preference is held against where a consent is used. */
const ABOUT = {
  'never-this-account': 'a.account_id::text',
  'never-this-third-party': 'c.tpp_id',
} as const

/**
 * Whether an account (`a`) of a consent (`c`) is kept in by what its customer has said once and for all: without its number
 * nothing else of it has a place in any answer. For statements of profiles with `standingPreferences`.
 */
export const KEPT_IN = `exists (
  select from disclosure_preferences k where k.psu_id = c.psu_id and (${DATA_CLASSES.accountNumber.keptBy
    .map((kind) => `k.kind = '${kind}' and k.about = ${ABOUT[kind]}`)
    .join(' or ')}))`
