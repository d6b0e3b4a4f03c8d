import { env } from '@/lib/env'
import { catchMail } from './catch-mail'
import { onEnd } from './children'

// The demonstration's mail: everything the bank sends is caught here and can be read on a page. Nothing leaves the machine.
const smtp = new URL(env.SMTP_URL ?? '')
const catcher = await catchMail({
  smtpPort: Number(smtp.port),
  origin: env.SANDBOX_MAIL_ORIGIN,
  bank: env.BANK_NAME,
})
onEnd(() => catcher.close())
