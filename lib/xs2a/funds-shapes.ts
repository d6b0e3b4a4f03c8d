import type { ConsentOfTpp } from '@/lib/consent/find-consent-of-tpp'
import { maskedCard } from '@/lib/consent/record-of-request'

/** The answer to `GET /v2/consents/confirmation-of-funds/{consentId}`, without what was not sent; no whole card number. */
export function toFundsConsent({ access, card, status }: ConsentOfTpp) {
  const [account] = access.accounts
  return {
    account,
    ...(card?.number && { cardNumber: maskedCard(card.number) }),
    ...(card?.expiryDate && { cardExpiryDate: card.expiryDate }),
    ...(card?.information && { cardInformation: card.information }),
    ...(card?.registration && { registrationInformation: card.registration }),
    consentStatus: status,
  }
}
