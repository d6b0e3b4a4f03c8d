import 'server-only'
import { realmCookie } from './realm-cookie'

/** The cookie of developers. */
export const DEVELOPER_COOKIE = realmCookie('developer')
