import { Refusal } from '@/lib/errors'

const ACCEPTED = ['application/json', 'application/*', '*/*']

/** Everything here is JSON: a caller that accepts none of it is told so (406) before anything is done. */
export function checkAccept(accept: string | undefined): void {
  if (accept === undefined || ACCEPTED.includes(accept)) return
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
  const offered = ranges.some(
    ([type = '', ...parameters]) =>
      ACCEPTED.includes(type) && !parameters.some((one) => /^q=0(\.0*)?$/.test(one)),
  )
  if (!offered) throw new Refusal('requested_formats_invalid', { path: 'Accept' })
}
