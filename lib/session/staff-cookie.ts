import 'server-only'
import { realmCookie } from './realm-cookie'

/** The cookie of staff. */
export const STAFF_COOKIE = realmCookie('staff')
