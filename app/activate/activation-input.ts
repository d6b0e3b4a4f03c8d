import { z } from 'zod'
import { RegistrationAnswer } from '@/lib/sca/registration-answer'

const fields = z.strictObject({ code: z.tuple([z.string().min(1).max(100)]) })

export const ActivationOptions = z.strictObject({ fields })
export const ActivationAnswer = RegistrationAnswer.extend({ fields })
