import { z } from 'zod'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'

const typed = z.tuple([z.string().min(1).max(100)])
const fields = z.strictObject({ letter: typed, code: typed })

export const RecoveryOptions = z.strictObject({ fields })
export const RecoveryAnswer = RegistrationAnswer.extend({ fields })
