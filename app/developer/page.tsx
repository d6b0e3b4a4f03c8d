import { redirect } from 'next/navigation'

/** Whoever shortens an address of the developer's pages lands at the reference. */
export default function DeveloperPage(): never {
  redirect('/developer/reference')
}
