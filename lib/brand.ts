import { env } from '@/lib/env'

/** The bank of this deployment as its pages show it: validated configuration, one bank per deployment. */
export const brand = {
  name: env.BANK_NAME,
  phone: env.BANK_PHONE,
  supportUrl: env.BANK_SUPPORT_URL ?? null,
  authority: env.BANK_AUTHORITY,
  dataOfficer: env.BANK_DATA_OFFICER,
  dataAuthority: {
    name: env.BANK_DATA_AUTHORITY,
    address: env.BANK_DATA_AUTHORITY_ADDRESS.split(',').map((line) => line.trim()),
    url: env.BANK_DATA_AUTHORITY_URL,
  },
  accessibilityAuthority: {
    name: env.BANK_ACCESSIBILITY_AUTHORITY,
    url: env.BANK_ACCESSIBILITY_AUTHORITY_URL,
  },
  timeZone: env.BANK_TIME_ZONE,
} as const
