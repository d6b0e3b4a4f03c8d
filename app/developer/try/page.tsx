import { redirect } from 'next/navigation'

/** Whoever tries begins with a consent: without one no other request is answered. */
export default function TryIndexPage(): never {
  redirect('/developer/try/createConsent')
}
