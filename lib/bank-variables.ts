import { z } from 'zod'
import { OFFERED } from '@/i18n/languages'

const timeZone = z.string().refine((value) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  } catch {
    return false
  }
}, 'must be an IANA time zone, for example Europe/Copenhagen')

/** Which bank this is: its name and contacts, its authorities, its language and its days. */
export const BANK_VARIABLES = {
  BANK_NAME: z.string().min(1).max(60).default('Nordhavn Bank'),
  BANK_PHONE: z.string().min(3).default('+45 70 00 00 00'),
  BANK_SUPPORT_URL: z.url().optional(),
  BANK_BIC: z
    .string()
    .regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/)
    .default('NORHDKKK'),
  BANK_AUTHORITY: z.string().min(1).default('Finanstilsynet (Danish Financial Supervisory Authority)'),
  BANK_DATA_AUTHORITY: z
    .string()
    .min(1)
    .max(120)
    .default('Datatilsynet (Danish Data Protection Agency)')
    .describe('To whom customers complain about what becomes of their data (GDPR Art. 77).'),
  BANK_DATA_AUTHORITY_ADDRESS: z
    .string()
    .min(1)
    .max(200)
    .default('Carl Jacobsens Vej 35, 2500 Valby, Denmark')
    .describe('Its address on one line, parts divided by commas; it heads the template of a complaint.'),
  BANK_DATA_OFFICER: z
    .string()
    .min(3)
    .max(200)
    .default('dpo@nordhavn.example')
    .describe("How customers reach the bank's data protection officer (GDPR Art. 38(4)): a mail address."),
  BANK_DATA_AUTHORITY_URL: z.url().default('https://www.datatilsynet.dk'),
  BANK_ACCESSIBILITY_AUTHORITY: z
    .string()
    .min(1)
    .max(120)
    .default('Sikkerhedsstyrelsen (Danish Safety Technology Authority)')
    .describe('Who supervises that the pages are accessible (Directive (EU) 2019/882 Art. 23).'),
  BANK_ACCESSIBILITY_AUTHORITY_URL: z.url().default('https://www.sik.dk'),
  BANK_LANGUAGE: z
    .enum(OFFERED)
    .default('en')
    .describe('Where neither a customer, nor a third party, nor a browser asks for another.'),
  BANK_TIME_ZONE: timeZone.default('Europe/Copenhagen').describe('In which a day is a day.'),
}
