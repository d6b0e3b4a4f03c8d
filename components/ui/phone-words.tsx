import type { ReactNode } from 'react'
import { telOf } from './brand-view'

/** What a sentence needs that says `<tel>{phone}</tel>`: a link that dials, on one line and from the left in every language. */
export const phoneWords = (phone: string) => ({
  phone,
  tel: (chunks: ReactNode) => (
    <a className="whitespace-nowrap" dir="ltr" href={telOf(phone)}>
      {chunks}
    </a>
  ),
})
