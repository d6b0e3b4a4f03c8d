import { z } from 'zod'
import { sendMailAgain } from '@/lib/notices/send-mail-again'
import { staffForm } from '@/lib/session/staff-form'

/** Tries a mail that was given up once more. */
export const POST = staffForm('mail.send', z.strictObject({ notice: z.uuid() }), async ({ input }) =>
  (await sendMailAgain(input.notice)) ? '/staff/mail?done=again' : '/staff/mail?done=gone',
)
