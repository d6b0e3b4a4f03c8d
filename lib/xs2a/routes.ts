import { accountRoutes } from './account-routes'
import { authorisationRoutesOf } from './authorisation-routes'
import { cardRoutes } from './card-routes'
import { consentRoutes } from './consent-routes'
import { ACCOUNT_INFORMATION, FUNDS_CONFIRMATION } from './consent-service'
import { eventRoutes } from './event-routes'
import { fundsConsentRoutes, fundsRoutes } from './funds-routes'
import { paymentRoutes } from './payment-routes'
import { removalRoutes } from './removal-routes'

/** The whole interface, one line per method and path. What is not here, the bank does not offer. */
export const ROUTES = [
  ...consentRoutes,
  ...authorisationRoutesOf(ACCOUNT_INFORMATION),
  ...accountRoutes,
  ...cardRoutes,
  ...fundsConsentRoutes,
  ...authorisationRoutesOf(FUNDS_CONFIRMATION),
  ...fundsRoutes,
  ...paymentRoutes,
  ...removalRoutes,
  ...eventRoutes,
]
