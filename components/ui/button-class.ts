/** The classes of a button, also for the client pieces, which must not import the server's components. */
export function buttonClass(kind: ButtonKind): string {
  return `${SHAPE} ${KINDS[kind]}`
}

const SHAPE =
  'inline-flex min-h-12 w-full items-center justify-center gap-2 rounded-control border-[1.5px] px-4 py-2.5 text-center font-strong text-body no-underline motion-safe:transition-colors motion-safe:duration-150 cursor-pointer disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-60'

const KINDS = {
  primary: 'border-transparent bg-primary text-on-primary enabled:not-aria-disabled:hover:bg-primary-deep',
  secondary: 'border-control bg-surface text-ink hover:bg-sunken',
  danger: 'border-danger bg-surface text-danger hover:bg-danger-tint',
}

export type ButtonKind = keyof typeof KINDS
