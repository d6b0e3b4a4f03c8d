import owasp from '@stoplight/spectral-owasp-ruleset'
import { oas } from '@stoplight/spectral-rulesets'

/** The rules for the contract. Whatever is switched off stands here with its reason. */
export default {
  extends: [
    [oas, 'all'],
    [owasp, 'all'],
  ],
  rules: {
    // No browser calls this interface: a page cannot show a QWAC. Without these headers every browser refuses to.
    'owasp:api8:2023-define-cors-origin': 'off',
    // 429 is declared everywhere, with Retry-After; a flood is refused without a body, because the standard's one code for
    // 429 tells of a consent's frequency. This rule wants a body.
    'owasp:api4:2023-rate-limit-responses-429': 'off',
    // The bank is reached by telephone and by its pages (info.contact.url); it has no address for mail in its settings.
    'contact-properties': 'off',
  },
}
