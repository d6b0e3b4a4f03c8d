import type { ReactNode } from 'react'
import { type ButtonKind, buttonClass } from './button-class'

/** A verb with its object. With `href` a link that looks alike; without, it submits the form around it. */
export function Button({ kind = 'secondary', icon, children, href, ...rest }: ButtonProps) {
  // One element for the words: a flex box would drop the space beside a name in `<bdi>`.
  const label = <span>{children}</span>
  if (href !== undefined)
    return (
      <a className={buttonClass(kind)} href={href}>
        {icon}
        {label}
      </a>
    )
  return (
    <button className={buttonClass(kind)} type="submit" {...rest}>
      {icon}
      {label}
    </button>
  )
}

/** Two answers of the same width, so that neither is the easy one; stacked where they would wrap. */
export function ButtonPair({ children, stacked = false }: { children: ReactNode; stacked?: boolean }) {
  return (
    <div className={`grid gap-3 ${stacked ? '' : 'xs:grid-cols-2'} *:min-w-0`} data-answers="">
      {children}
    </div>
  )
}

export type ButtonProps = {
  kind?: ButtonKind
  icon?: ReactNode
  children: ReactNode
  href?: string
  name?: string
  value?: string
  form?: string
  disabled?: boolean
}
