/** The classes of a button on a page of staff: as those of customers, but as wide as its words and 44 px high. */
export function staffButton(kind: keyof typeof KINDS): string {
  return `inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-control border-[1.5px] px-4 py-1.5 text-center font-strong no-underline ${KINDS[kind]}`
}

const KINDS = {
  primary: 'border-transparent bg-primary text-on-primary hover:bg-primary-deep',
  secondary: 'border-control bg-surface text-ink hover:bg-sunken',
  danger: 'border-danger bg-surface text-danger hover:bg-danger-tint',
}
