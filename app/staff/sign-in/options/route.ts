import { SignInOptions } from '@/app/sign-in/sign-in-input'
import { ceremony } from '@/lib/session/ceremony'
import { startStaffSignIn } from '@/lib/staff/verify-colleague'

/** Options that name nobody's passkey, from the staff's own challenges. */
export const POST = ceremony(SignInOptions, ({ now }) => startStaffSignIn({ now }))
