import { redirect } from 'next/navigation'

/** The first page of staff is the register. */
export default function StaffPage() {
  redirect('/staff/third-parties')
}
