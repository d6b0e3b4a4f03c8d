import { interactionPolicy } from 'oidc-provider'

const { Check, Prompt } = interactionPolicy

/**
 * One page answers everything: the customer always signs in for this very request, and what the page brings back is
 * both login and consent. `consent` is known only so that a client may ask for it by name.
 */
export const INTERACTION_POLICY = [
  new Prompt(
    { name: 'login', requestable: true },
    new Check('always', 'The customer must sign in at the bank', 'login_required', (ctx) =>
      ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
    ),
  ),
  new Prompt({ name: 'consent', requestable: true }),
]
