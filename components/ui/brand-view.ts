/** The bank as the frame shows it; `lib/brand` fits. */
export type BrandView = { name: string; phone: string; supportUrl: string | null }

/** The address that dials a number written for the eye. */
export const telOf = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`
