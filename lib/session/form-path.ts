/** What the addresses end in that forms and passkey ceremonies are sent to; a test holds it against the handlers themselves. */
const FORMS = new RegExp(
  [
    '/(again|allow|approve|ask|check|close|confirm|contact|drop|keep|language|make|object|open|options|order|read|refuse)$',
    '/(remove|rename|report|result|resume|revoke|save|send|sent|set|sign-out|start|statement|test|theme|withdraw)$',
    '/sessions/[^/]+/end$',
    '^/staff/(audit/export|privacy/answer|register-holds/[^/]+/answer)$',
    // The one page that is posted to (decision 20).
    '^/verify$',
  ].join('|'),
)

/** Whether something is sent to this address; every other one is a page or a file, and is only got. */
export const isFormPath = (path: string): boolean => FORMS.test(path)
