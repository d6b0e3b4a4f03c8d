import { z } from 'zod'
import { AssertionAnswer } from '@/lib/sca/assertion-answer'

/** The field that shows the browser's passkeys comes along, empty or not; nothing reads it. */
const fields = z.strictObject({ passkeys: z.array(z.string().max(200)).max(1).optional() })

export const SignInOptions = z.strictObject({ fields })
export const SignInAnswer = AssertionAnswer.extend({ fields })
