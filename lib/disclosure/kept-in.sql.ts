import { DATA_CLASSES, type DataClassName, type StandingNo } from './disclosure-rule'

/** What each preference is held against where a consent is used. */
const ABOUT = {
  'never-this-account': 'a.account_id::text',
  'never-this-third-party': 'c.tpp_id',
} as const satisfies Record<StandingNo, string>

/**
 * Whether data of this class of an account (`a`) of a consent (`c`) is kept in by what any of those who have allowed it has said
 * once and for all: where two words were needed, the no of either is one. Without its number nothing else of an account has a
 * place in any answer. For statements of profiles with `standingPreferences`; the customers come as an array, or the index of
 * preferences could not be used.
 */
export const keptIn = (dataClass: DataClassName): string => `exists (
  select from disclosure_preferences k
  where k.psu_id = any(array(select c.psu_id union all
      select z.psu_id from authorisations z where z.resource_id = c.id and z.sca_status = 'finalised'))
    and (${DATA_CLASSES[dataClass].keptBy.map((kind) => `k.kind = '${kind}' and k.about = ${ABOUT[kind]}`).join(' or ')}))`
