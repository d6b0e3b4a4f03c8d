import { accountRoutes } from './account-routes'
import { cardRoutes } from './card-routes'
import { consentRoutes } from './consent-routes'

/** The whole interface, one line per method and path. What is not here, the bank does not offer. */
export const ROUTES = [...consentRoutes, ...accountRoutes, ...cardRoutes]
