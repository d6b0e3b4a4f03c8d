/**
 * The competent authorities of the EBA's list for TS 119 495, version 4 (2023-02-02), by nCAId. The list
 * changes: edit this table, no code knows an authority.
 */
const AUTHORITIES: ReadonlyMap<string, string> = new Map([
  ['AT-FMA', 'Austria Financial Market Authority'],
  ['BE-NBB', 'National Bank of Belgium'],
  ['BG-BNB', 'Bulgarian National Bank'],
  ['HR-HNB', 'Croatian National Bank'],
  ['CY-CBC', 'Central Bank of Cyprus'],
  ['CZ-CNB', 'Czech National Bank'],
  ['DK-DFSA', 'Danish Financial Supervisory Authority'],
  ['EE-FI', 'Estonian Financial Supervision and Resolution Authority'],
  ['FI-FINFSA', 'Finnish Financial Supervisory Authority'],
  ['FR-ACPR', 'Prudential Supervisory and Resolution Authority (France)'],
  ['DE-BAFIN', 'Federal Financial Supervisory Authority (Germany)'],
  ['GR-BOG', 'Bank of Greece'],
  ['HU-CBH', 'Central Bank of Hungary'],
  ['IS-CBI', 'Central Bank of Iceland'],
  ['IE-CBI', 'Central Bank of Ireland'],
  ['IT-BI', 'Bank of Italy'],
  ['LI-FMA', 'Financial Market Authority Liechtenstein'],
  ['LV-BL', 'Bank of Latvia'],
  ['LT-BL', 'Bank of Lithuania'],
  ['LU-CSSF', 'Commission for the Supervision of the Financial Sector (Luxembourg)'],
  ['NO-FSA', 'Financial Supervisory Authority of Norway'],
  ['MT-MFSA', 'Malta Financial Services Authority'],
  ['NL-DNB', 'De Nederlandsche Bank'],
  ['PL-PFSA', 'Polish Financial Supervision Authority'],
  ['PT-BP', 'Bank of Portugal'],
  ['RO-NBR', 'National Bank of Romania'],
  ['SK-NBS', 'National Bank of Slovakia'],
  ['SI-BS', 'Bank of Slovenia'],
  ['ES-BE', 'Bank of Spain'],
  ['SE-FINA', 'Swedish Financial Supervisory Authority'],
])

/** Other spellings in circulation. ETSI's own example says ES-BDE where the EBA's list says ES-BE. */
const ALIASES: ReadonlyMap<string, string> = new Map([['ES-BDE', 'ES-BE']])

/** The listed spelling of an nCAId; one that is no alias comes back as it is. */
export function canonicalAuthorityId(nCAId: string): string {
  return ALIASES.get(nCAId) ?? nCAId
}

/** The authority of a canonical nCAId, or null if the EBA's list has none. */
export function findAuthority(id: string): Authority | null {
  const name = AUTHORITIES.get(id)
  return name === undefined ? null : { id, name, country: id.slice(0, 2) }
}

type Authority = { id: string; name: string; country: string }
