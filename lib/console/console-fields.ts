import type { OperationView, ParameterView } from '@/lib/xs2a/describe-operations'

/**
 * What the console does not ask for: what it sends by itself, what makes no sense from a page, and addresses, which
 * would lead customers, or the bank's own calls, to wherever a stranger says.
 */
const LEFT_OUT =
  /^(X-Request-ID|Digest|Signature|TPP-Signature-Certificate|DPoP|PSU-(?!IP-Address|ID$).*|TPP-(Nok-)?Redirect-URI|TPP-Notification-.*)$/

/** What a request can hardly do without; the others wait behind a line of their own. */
const FIRST = /^(Consent-ID|PSU-IP-Address)$/

/** The parameters of an operation that its form in the console asks for, and that it sends. */
export function consoleFields({ parameters }: OperationView): ConsoleField[] {
  return parameters
    .filter(({ name }) => !LEFT_OUT.test(name))
    .map((one) => ({ ...one, first: one.in !== 'header' || one.required || FIRST.test(one.name) }))
}

export type ConsoleField = ParameterView & { first: boolean }
