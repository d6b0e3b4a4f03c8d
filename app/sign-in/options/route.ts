import { createAssertionChallenge } from '@/lib/sca/create-assertion-challenge'
import { ceremony } from '@/lib/session/ceremony'
import { SignInOptions } from '../sign-in-input'

/** Options that name nobody's passkey: the same for everybody, so they tell nothing. */
export const POST = ceremony(SignInOptions, ({ now }) =>
  createAssertionChallenge({ purpose: 'sign-in', binding: 'sign-in', now }),
)
