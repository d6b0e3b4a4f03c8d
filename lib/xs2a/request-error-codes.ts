import type { ErrorCodeFacts } from './error-code'

/** The codes about what was sent and what it asks for, and about the bank's own failures. */
export const REQUEST_ERROR_CODES = {
  FORMAT_ERROR: {
    statuses: [400],
    meaning: 'The request does not have the form of the contract.',
    cause:
      'A header, parameter or field is missing, unknown, sent twice, or of the wrong type; `path` names it. Of several ' +
      'such faults each is a message of its own.',
    fix: 'Mend what each `path` names, as its `text` says. The published contract lists every field with its limits.',
  },
  PARAMETER_NOT_CONSISTENT: {
    statuses: [400],
    meaning: 'Two parameters contradict each other.',
    cause: 'Each is right by itself, but not beside the other.',
    fix: 'Leave out the one that `path` names, or make the two fit.',
  },
  PARAMETER_NOT_SUPPORTED: {
    statuses: [400],
    meaning: 'The standard knows this parameter, but this bank does not offer it.',
    cause: 'It is one of those that a bank may leave out.',
    fix: 'Leave out the parameter that `path` names, or send a value that `text` offers.',
  },
  PERIOD_INVALID: {
    statuses: [400],
    meaning: 'The period cannot be reported.',
    cause:
      'It ends before it begins, or it begins more than 90 days ago and the customer approved longer ago than an hour.',
    fix: 'Ask for a period within the last 90 days. The whole history can be read in the first hour after approval.',
  },
  TIMESTAMP_INVALID: {
    statuses: [400],
    meaning: 'A moment in the request cannot be accepted.',
    cause: 'It lies in the past where it must not, or outside of what the bank allows.',
    fix: 'Send the moment again in the form and range that `text` names.',
  },
  SERVICE_INVALID: {
    statuses: [400, 405],
    meaning: 'The bank does not offer this.',
    cause:
      'With 405 the path has no such method; `Allow` names those it has. With 400 the body asks for another service.',
    fix: 'Use what the contract names. For consents: accounts by IBAN, or one of the models that `text` lists.',
  },
  SESSIONS_NOT_SUPPORTED: {
    statuses: [400],
    meaning: 'Account information and payments cannot be combined in one session.',
    cause: 'combinedServiceIndicator was true.',
    fix: 'Send combinedServiceIndicator false.',
  },
  SCA_METHOD_UNKNOWN: {
    statuses: [400],
    meaning: 'There is no such way to authenticate.',
    cause: 'authenticationMethodId names none of the methods of this customer.',
    fix: 'Leave the choice to the customer: they authenticate at the bank, with their passkey.',
  },
  SCA_INVALID: {
    statuses: [400],
    meaning: 'The authorisation has failed and cannot be continued.',
    cause:
      'The customer refused, or a confirmationCode was wrong or came late: it has one try, and ten minutes.',
    fix: 'Ask for a new consent. With it the consent was rejected, so no new authorisation of it helps.',
  },
  REQUESTED_FORMATS_INVALID: {
    statuses: [406],
    meaning: 'The bank cannot answer in a format that the request accepts.',
    cause: 'Accept names none of the types that this path offers.',
    fix: 'Accept application/json. Transactions may also be offered as application/xml (camt.053).',
  },
  CONSENT_UNKNOWN: {
    statuses: [400, 403],
    meaning: 'There is no such consent of this third party.',
    cause:
      'The id is mistyped, or another third party asked for that consent. 400: in Consent-ID; 403: in the path.',
    fix: 'Use the consentId from your own POST /v1/consents, with a certificate of the same organisation.',
  },
  CONSENT_INVALID: {
    statuses: [401],
    meaning: 'The consent does not cover this call.',
    cause:
      'The customer has not approved it, has stopped it, or did not give this account or this right; or, after a plain ' +
      'redirect, you have not brought the confirmationCode yet. `text` says which.',
    fix: 'Do what `text` says. Read its status and its access, and ask for a new consent where more is needed.',
  },
  CONSENT_EXPIRED: {
    statuses: [401],
    meaning: 'The consent has ended, or cannot be read before the customer authenticates again.',
    cause:
      'Its last day is over, or it was for one use and was used, or a newer one of this customer took its place, or the ' +
      'customer last authenticated for you more than 180 days ago. `text` says which.',
    fix: 'Where a newer one took its place, use that. Else ask the customer for a new consent.',
  },
  CARD_INVALID: {
    statuses: [400],
    meaning: 'The card cannot be used for this.',
    cause: 'The consent names a card, and the question names another one.',
    fix: 'Ask with the card of the consent, or without a card number.',
  },
  PRODUCT_UNKNOWN: {
    statuses: [404],
    meaning: 'The bank does not offer this payment product.',
    cause: 'The path names a product that the documentation of this interface does not list.',
    fix: 'Use sepa-credit-transfers or instant-sepa-credit-transfers.',
  },
  EXECUTION_DATE_INVALID: {
    statuses: [400],
    meaning: 'A payment cannot be carried out on that day.',
    cause:
      'The day has passed, is no day of the calendar, is too far ahead, or the product is carried out at once only.',
    fix: 'Leave out requestedExecutionDate for at once, or name a later day within a year.',
  },
  CANCELLATION_INVALID: {
    statuses: [405],
    meaning: 'The payment cannot be taken back by its third party.',
    cause: 'The customer has approved it already, or it is over.',
    fix: 'Read its status. A payment with a later day can be taken back by the customer, at the bank, until the day before.',
  },
  NO_PIIS_ACTIVATION: {
    statuses: [400],
    meaning: 'The account is not open for questions about funds.',
    cause: 'The customer did allow them, but the account was closed or blocked since.',
    fix: 'Do not retry. Ask the customer for another account, by POST /v2/consents/confirmation-of-funds.',
  },
  RESOURCE_UNKNOWN: {
    statuses: [400, 403, 404],
    meaning: 'There is no such path, account, transaction, payment or authorisation.',
    cause:
      'An id or a path is mistyped, or the resource belongs to another consent, another third party or another payment ' +
      'product. All of these answer alike.',
    fix: 'Follow the links and use the ids of earlier answers to the same consent or payment.',
  },
  RESOURCE_EXPIRED: {
    statuses: [400, 403],
    meaning: 'The resource is there, but its time is over.',
    cause: 'It was not used or authorised in time.',
    fix: 'Create a new one.',
  },
  RESOURCE_BLOCKED: {
    statuses: [400],
    meaning: 'The resource cannot be used now.',
    cause: 'Something else holds it, such as an authorisation that is under way.',
    fix: 'Finish or end what holds it, then try again.',
  },
  STATUS_INVALID: {
    statuses: [409],
    meaning: 'The status of the resource does not allow this.',
    cause:
      'It is final, already authorised, or not so far yet; or the request was sent before under this X-Request-ID, and ' +
      'what it made has changed since.',
    fix: 'Read the status first, and do what is possible from there.',
  },
  CONTENT_TOO_LARGE: {
    statuses: [413],
    meaning: 'The body is too large.',
    cause: 'No request of this interface needs more than 64 KiB.',
    fix: 'Send less: name at most 100 accounts for each right.',
    ours: true,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    statuses: [415],
    meaning: 'The body is not of a type that this path reads.',
    cause: 'Content-Type is missing or another than application/json, or the body is compressed.',
    fix: 'Send application/json in UTF-8, without Content-Encoding.',
    ours: true,
  },
  INTERNAL_SERVER_ERROR: {
    statuses: [500],
    meaning: 'The bank could not answer.',
    cause: 'Something failed on our side. Nothing about it lies in your request.',
    fix: 'Try again with a new X-Request-ID. If it stays, quote the reference that `text` gives.',
    ours: true,
  },
  SERVICE_UNAVAILABLE: {
    statuses: [503],
    meaning: 'The bank cannot answer now.',
    cause:
      "A system behind this interface, such as the ledger or an issuer's revocation list, is not to be had.",
    fix: 'Wait as long as Retry-After says, then try again.',
    ours: true,
  },
} as const satisfies Record<string, ErrorCodeFacts>
