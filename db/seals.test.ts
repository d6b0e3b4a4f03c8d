import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { STANDING_FIELDS } from '@/lib/vault/standing-fields'
import { RETENTIONS } from './retention'
import { SEALED_COLUMNS } from './sealed-columns'

/**
 * Why a column that is personal is not sealed. A rule for kinds of columns first, then those that stand alone; a new personal
 * column fails this test until it is sealed or somebody says why not.
 */
const NOT_SEALED: { why: string; columns: RegExp }[] = [
  {
    why: 'a pseudonym or a key to other rows: it leads to somebody by a sealed row alone, and to nobody once that is gone',
    columns:
      /\.(id|\w+Id|\w+Ids|kid|eventId|credentialId|callId|grantId|uid|interactionUid|replacedBy|endedBy|subject|actor|binding|rowId)$|^disclosure_preferences\.about$/,
  },
  {
    why: 'a day or a moment',
    columns: /\.(at|\w+(At|On|Until|From|Till|By)|until|minute|corrects|lockedUntil|executeOn|quietTo)$/,
  },
  {
    why: 'one of a small set of words of the house, the law or the interface',
    columns:
      /\.(kind|status|state|type|purpose|approach|scaStatus|model|decision|endReason|placedBy|channel|rule|law|outcome|audience|evidence|endpoint|method|route|code|lastFault|placedBy|startedBy|may|usage|cashAccountType|entered|bankTransactionCode|balanceType|frequency|rejection|product|resourceKind|tableName|format|host|lastStatus|proof|script|debitAccounting|roles)$|^notice_settings\.mail$/,
  },
  {
    why: 'a hash over 128 random bits or more, a random number, or a public key: it tells nothing without what it is of',
    columns:
      /\.(\w+Hash|challenge|nonce|salt|publicKey|\w*[tT]humbprint|confirmationHash)$|^(idempotent_answers\.content|delivered_reports\.mark)$/,
  },
  {
    why: 'a keyed blind index: it tells nothing without a key of the vault',
    columns: /\.(ibanIndex|panIndex)$|^security_events\.source$/,
  },
  { why: 'wrapped under the key-encryption key', columns: /^vault_keys\./ },
  {
    why: 'a switch or a count',
    columns:
      /\.(count|counter|failures|attempts?|attempt|number|bytes|version|schemaVersion|sequence|items|kept|erased|tablesDone|tablesTotal|readsLeft|frequencyPerDay|recurring|balances|transactions|ownerName|psuPresent|continued|alone|settled|synced|lockedForGood|endedByBank|creditLimitIncluded|decidedTimes|dayOfExecution|recent)$/,
  },
  { why: 'a language', columns: /\.(locale|pagesLocale|language|languages|textVersion)$/ },
  {
    why: 'what a passkey says about its make',
    columns: /^(authenticators|staff_passkeys|developer_passkeys)\.(aaguid|transports)$/,
  },
  {
    why: 'the third party, not the customer',
    columns: /\.(tppId|clientId|redirectUri|nokRedirectUri|country)$|^developers\.legalName$/,
  },
  {
    why: "the sandbox's books, which add up and sort in SQL under a pseudonymous account; a bank's own ledger lies elsewhere",
    columns: /^ledger_\w+\.(amount|currency|creditLimit)$|^ledger_accounts\.(name|details|scriptSince)$/,
  },
  {
    why: 'the words of the house about an event, by the rule of the catalogue without anything personal',
    columns: /^(audit_events|outbox)\.detail$/,
  },
  {
    why: 'a reason out of a set, or of the staff about a pause, without names by their instructions',
    columns: /^holds\.reason$/,
  },
  { why: 'a message of the interface: ids, statuses and times of a consent', columns: /^deliveries\.body$/ },
  {
    why: 'the `requestId` of a caller; a file that is signed and names nobody',
    columns: /\.requestId$|^erasure_cases\.certificate$/,
  },
]

const personal = RETENTIONS.flatMap(({ table, keepings }) =>
  keepings
    .filter((one) => one.personal)
    .flatMap(({ columns }) => columns.map((column) => ({ table, column }))),
)

test('every column that the retention document calls personal is sealed, or says why not', () => {
  const open = personal
    .filter(({ column }) => !column.startsWith('sealed'))
    .map(({ table, column }) => `${getTableName(table)}.${column}`)
    .filter((column) => !NOT_SEALED.some(({ columns }) => columns.test(column)))
  expect(open).toEqual([])
})

test('what is called sealed is of the type that only the vault makes', () => {
  const columns = RETENTIONS.flatMap(({ table }) => Object.entries(getTableColumns(table)))
  for (const [key, column] of columns)
    if (key.startsWith('sealed')) expect([key, column.getSQLType()]).toEqual([key, 'bytea'])
})

test('every column of that type is called sealed, and stands in the list of those that are sealed anew', () => {
  const declared = ['db/schema', 'db/keys-schema'].flatMap((folder) =>
    readdirSync(folder).flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/^\s*(\w+): sealed\(/gm),
    ]),
  )
  expect(declared.map(([, key]) => key).filter((key) => !key?.startsWith('sealed'))).toEqual([])
  const listed = new Set(SEALED_COLUMNS.map(({ column }) => column))
  const snake = (key = '') => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  expect(declared.map(([, key]) => snake(key)).filter((column) => !listed.has(column))).toEqual([])
  expect(SEALED_COLUMNS.filter(({ key }) => key.length === 0)).toEqual([])
})

test('what can never be sealed anew has versions of its own, and nothing else has', () => {
  const standing = SEALED_COLUMNS.filter((one) => one.standing).map(({ field }) => field)
  // Under the key of a law, which is never rotated and ends with its month.
  expect(standing.toSorted()).toEqual([...STANDING_FIELDS, 'kept_records.content'].toSorted())
})

test('what a column is listed to be sealed for is what the code seals it for', () => {
  const code = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => readFileSync(join('lib', file), 'utf8'))
    .join('\n')
  const isSaid = (field: string) =>
    code.includes(`'${field}'`) || code.includes(`\`${field.split('.')[0]}.\${column}`)
  expect(SEALED_COLUMNS.map(({ field }) => field).filter((field) => !isSaid(field))).toEqual([])
})
