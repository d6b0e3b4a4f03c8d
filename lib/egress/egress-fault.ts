/**
 * Why nothing came back. `url_not_allowed`: its form; `address_not_public`: where its name leads; `too_slow`, `too_large`:
 * the answer; `certificate_refused`: theirs, by us; `unreachable`: all that happens on a network.
 */
export type EgressFaultCode =
  | 'url_not_allowed'
  | 'name_unknown'
  | 'address_not_public'
  | 'certificate_refused'
  | 'unreachable'
  | 'too_slow'
  | 'too_large'

/** Nothing left the house, or nothing usable came back. The message never repeats what a stranger sent. */
export class EgressFault extends Error {
  override readonly name = 'EgressFault'
  constructor(
    readonly code: EgressFaultCode,
    options: ErrorOptions = {},
  ) {
    super(code, options)
  }
}
