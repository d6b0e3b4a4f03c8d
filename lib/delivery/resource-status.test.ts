import { describe, expect, test } from 'vitest'
import { resourceStatus } from './resource-status'

const told = {
  detail: {},
  consentId: 'c',
  kind: 'accountInformation' as const,
  base: 'https://bank.example/xs2a',
}
const EVENTS = [
  ['consent.approved', 'valid'],
  ['consent.refused', 'rejected'],
  ['consent.revoked', 'revokedByPsu'],
  ['consent.revoked-by-staff', 'revokedByPsu'],
  ['consent.revoked-by-agent', 'revokedByPsu'],
  ['consent.account-dropped', 'valid'],
  ['consent.shortened', 'valid'],
  ['consent.paused', 'valid'],
  ['consent.resumed', 'valid'],
  ['consent.terminated', 'terminatedByTpp'],
  ['consent.replaced', 'expired'],
  ['consent.expired', 'expired'],
  ['consent.ended-by-bank', 'expired'],
] as const

describe('Berlin Group 1.3, resource status notification', () => {
  test('what was not asked for is not told', () => {
    for (const [type] of EVENTS) expect(resourceStatus({ ...told, type, modes: ['SCA'] })).toBeNull()
    const changed = {
      ...told,
      type: 'authorisation.changed' as const,
      detail: { authorisationId: 'a', scaStatus: 'failed' },
    }
    expect(resourceStatus({ ...changed, modes: ['PROCESS', 'LAST'] })).toBeNull()
    for (const type of ['consent.received', 'token.issued', 'psu.signed-in'] as const)
      expect(resourceStatus({ ...told, type, modes: ['SCA', 'PROCESS', 'LAST'] })).toBeNull()
  })

  test.each(EVENTS)('PROCESS: %s tells %s', (type, consentStatus) => {
    expect(resourceStatus({ ...told, type, modes: ['PROCESS'] })).toEqual({
      consentId: 'c',
      consentStatus,
      _links: {
        self: { href: 'https://bank.example/xs2a/v1/consents/c' },
        status: { href: 'https://bank.example/xs2a/v1/consents/c/status' },
      },
    })
  })

  test('LAST: only a status that nothing can follow', () => {
    const statuses = EVENTS.filter(([type]) => resourceStatus({ ...told, type, modes: ['LAST'] }) !== null)
    expect(statuses.map(([, status]) => status)).toEqual([
      'rejected',
      'revokedByPsu',
      'revokedByPsu',
      'revokedByPsu',
      'terminatedByTpp',
      'expired',
      'expired',
      'expired',
    ])
  })

  test('SCA: each scaStatus, with the authorisation it belongs to', () => {
    const detail = { authorisationId: 'a', scaStatus: 'finalised' }
    expect(resourceStatus({ ...told, type: 'authorisation.changed', detail, modes: ['SCA'] })).toEqual({
      consentId: 'c',
      authorisationId: 'a',
      scaStatus: 'finalised',
      _links: {
        scaStatus: { href: 'https://bank.example/xs2a/v1/consents/c/authorisations/a' },
        status: { href: 'https://bank.example/xs2a/v1/consents/c/status' },
      },
    })
  })

  test('a consent to funds confirmation is found under its own path', () => {
    const body = resourceStatus({
      ...told,
      kind: 'fundsConfirmation',
      type: 'consent.revoked',
      modes: ['LAST'],
    })
    expect(JSON.stringify(body)).toContain('/v2/consents/confirmation-of-funds/c/status')
  })
})
