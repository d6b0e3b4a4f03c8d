import type { ReactNode } from 'react'
import { type ButtonKind, buttonClass } from './button-class'

/** A verb with its object. With `href` a link that looks alike; without, it submits the form around it. */
export function Button({ kind = 'secondary', children, href, ...rest }: ButtonProps) {
  if (href !== undefined)
    return (
      <a className={buttonClass(kind)} href={href}>
        {children}
      </a>
    )
  return (
    <button className={buttonClass(kind)} type="submit" {...rest}>
      {children}
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
  children: ReactNode
  href?: string
  name?: string
  value?: string
  form?: string
  disabled?: boolean
}
