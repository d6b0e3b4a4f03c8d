import { destroyedKeysRetention } from './keys-schema/destroyed-keys'
import { vaultKeysRetention } from './keys-schema/vault-keys'
import { activationCodesRetention } from './schema/activation-codes'
import { applicationsRetention } from './schema/applications'
import { accessLogRetention, auditEventsRetention } from './schema/audit'
import { auditCheckpointsRetention, auditLeavesRetention, auditNodesRetention } from './schema/audit-tree'
import { authenticatorsRetention } from './schema/authenticators'
import { authorisationsRetention } from './schema/authorisations'
import { barrierReportsRetention } from './schema/barrier-reports'
import { certificateWarningsRetention } from './schema/certificate-warnings'
import { checkpointKeysRetention } from './schema/checkpoint-keys'
import { consentUsesRetention } from './schema/consent-uses'
import { consentAccountsRetention, consentVersionsRetention } from './schema/consent-versions'
import { consentsRetention } from './schema/consents'
import { deliveredReportsRetention } from './schema/delivered-reports'
import { deliveriesRetention, deliveryHostsRetention } from './schema/deliveries'
import {
  developerCertificatesRetention,
  developerChallengesRetention,
  developerPasskeysRetention,
  developerSessionsRetention,
  developersRetention,
} from './schema/developers'
import { disclosurePreferencesRetention } from './schema/disclosure-preferences'
import { erasureCasesRetention, keptRecordsRetention } from './schema/erasure-cases'
import { erasureBookingsRetention, erasuresRetention } from './schema/erasures'
import { evidenceKeysRetention } from './schema/evidence-keys'
import { exportPartsRetention, exportsRetention } from './schema/exports'
import { fundsQuestionsRetention } from './schema/funds-questions'
import { holdsRetention } from './schema/holds'
import { idempotentAnswersRetention } from './schema/idempotent-answers'
import { incidentsRetention } from './schema/incidents'
import { interactionsRetention } from './schema/interactions'
import {
  ledgerAccountsRetention,
  ledgerBalancesRetention,
  ledgerHoldersRetention,
  ledgerMandatesRetention,
  ledgerStandingOrdersRetention,
  ledgerTransactionsRetention,
} from './schema/ledger'
import { ledgerContactsRetention } from './schema/ledger-contacts'
import { ledgerTransfersRetention } from './schema/ledger-transfers'
import {
  interfaceHoursRetention,
  journeysRetention,
  requestMeasurementsRetention,
} from './schema/measurements'
import {
  noticeMailsRetention,
  noticeMarksRetention,
  noticeSettingsRetention,
  noticesRetention,
} from './schema/notices'
import { oauthRecordsRetention, oauthReplaysRetention } from './schema/oauth-records'
import { outboxRetention } from './schema/outbox'
import { paymentApprovalsRetention, paymentsRetention } from './schema/payments'
import {
  attestationsRetention,
  postureChecksRetention,
  postureFindingsRetention,
  posturePlacesRetention,
  securityContactsRetention,
} from './schema/posture'
import { privacyRequestsRetention } from './schema/privacy-requests'
import { protectionsRetention } from './schema/protections'
import { psusRetention } from './schema/psus'
import { publishedStatementsRetention, registerEvidenceRetention } from './schema/published-statements'
import { recoveryCodesRetention } from './schema/recovery-codes'
import { recoveryLettersRetention } from './schema/recovery-letters'
import { refusedCallsRetention } from './schema/refused-calls'
import { registerHoldsRetention } from './schema/register-holds'
import { removalsRetention } from './schema/removals'
import type { Retention } from './schema/retention'
import { revocationAnswersRetention, revocationListsRetention } from './schema/revocation-answers'
import { sandboxClockRetention } from './schema/sandbox-clock'
import { scaChallengesRetention } from './schema/sca-challenges'
import { scaDemandsRetention } from './schema/sca-demands'
import { securityEventsRetention } from './schema/security-events'
import { sessionsRetention } from './schema/sessions'
import { signingKeysRetention } from './schema/signing-keys'
import {
  staffActivationsRetention,
  staffChallengesRetention,
  staffPasskeysRetention,
  staffRetention,
  staffSessionsRetention,
} from './schema/staff'
import { authorityReportsRetention, tppDecisionsRetention } from './schema/tpp-decisions'
import { tppCertificatesRetention, tppsRetention } from './schema/tpps'

/** Every table with why its columns are kept; `docs/retention.md` is generated from this list. */
export const RETENTIONS: readonly Retention[] = [
  protectionsRetention,
  disclosurePreferencesRetention,
  psusRetention,
  authenticatorsRetention,
  activationCodesRetention,
  recoveryCodesRetention,
  recoveryLettersRetention,
  scaChallengesRetention,
  sessionsRetention,
  staffRetention,
  staffPasskeysRetention,
  staffActivationsRetention,
  staffChallengesRetention,
  staffSessionsRetention,
  developersRetention,
  developerCertificatesRetention,
  developerPasskeysRetention,
  developerChallengesRetention,
  developerSessionsRetention,
  tppsRetention,
  tppCertificatesRetention,
  certificateWarningsRetention,
  revocationAnswersRetention,
  revocationListsRetention,
  publishedStatementsRetention,
  registerEvidenceRetention,
  tppDecisionsRetention,
  registerHoldsRetention,
  authorityReportsRetention,
  applicationsRetention,
  postureChecksRetention,
  posturePlacesRetention,
  postureFindingsRetention,
  securityContactsRetention,
  attestationsRetention,
  consentsRetention,
  consentVersionsRetention,
  consentAccountsRetention,
  consentUsesRetention,
  paymentsRetention,
  paymentApprovalsRetention,
  fundsQuestionsRetention,
  holdsRetention,
  authorisationsRetention,
  scaDemandsRetention,
  interactionsRetention,
  idempotentAnswersRetention,
  oauthRecordsRetention,
  oauthReplaysRetention,
  signingKeysRetention,
  evidenceKeysRetention,
  auditEventsRetention,
  accessLogRetention,
  auditLeavesRetention,
  auditNodesRetention,
  auditCheckpointsRetention,
  checkpointKeysRetention,
  outboxRetention,
  deliveriesRetention,
  removalsRetention,
  erasuresRetention,
  erasureBookingsRetention,
  erasureCasesRetention,
  keptRecordsRetention,
  exportPartsRetention,
  exportsRetention,
  privacyRequestsRetention,
  barrierReportsRetention,
  deliveryHostsRetention,
  noticesRetention,
  noticeMailsRetention,
  noticeSettingsRetention,
  noticeMarksRetention,
  requestMeasurementsRetention,
  interfaceHoursRetention,
  journeysRetention,
  incidentsRetention,
  securityEventsRetention,
  refusedCallsRetention,
  ledgerAccountsRetention,
  ledgerHoldersRetention,
  ledgerMandatesRetention,
  ledgerContactsRetention,
  ledgerBalancesRetention,
  ledgerTransactionsRetention,
  ledgerTransfersRetention,
  ledgerStandingOrdersRetention,
  deliveredReportsRetention,
  sandboxClockRetention,
  vaultKeysRetention,
  destroyedKeysRetention,
]
