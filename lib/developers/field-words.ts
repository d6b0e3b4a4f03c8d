/** What the form of an application calls the members of a registration (RFC 7591). */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  client_name: 'Brand',
  redirect_uris: 'Redirect URIs',
  notification_uri: 'Notification URI',
  token_endpoint_auth_method: 'Authentication',
  jwks: 'Public keys (JWKS)',
}

/** What one member of a list in them is called. */
const MEMBERS: Readonly<Record<string, string>> = { redirect_uris: 'address', jwks: 'key' }

/**
 * A fault of a registration in the words of the form: `jwks.keys.0.kid: …` is nothing that its reader has typed anywhere.
 * What the form does not show keeps its name. Members of a list are counted from 1.
 */
export function inFieldWords(fault: string): string {
  const [path] = /^[a-z_]+(\.\w+)*(?=: )/.exec(fault) ?? []
  const [field = '', ...below] = path?.split('.') ?? []
  const label = Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field] : undefined
  if (path === undefined || label === undefined) return fault
  const where = below
    .filter((part) => part !== 'keys')
    .map((part) => (/^\d+$/.test(part) ? `${MEMBERS[field] ?? 'entry'} ${Number(part) + 1}` : part))
  return `${[label, ...where].join(', ')}${fault.slice(path.length)}`
}
