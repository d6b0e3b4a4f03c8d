/** The bank as the frame shows it; `lib/brand` fits. */
export type BrandView = { name: string; phone: string; supportUrl: string | null }
