import { notFound, redirect } from 'next/navigation'
import { z } from 'zod'
import type { AccountView } from '@/components/consent/account-view'
import { now as currentTime } from '@/lib/clock'
import { type Changes, changesOf, isChangeable } from '@/lib/consent/changes-of'
import { findPermissions, type Permission } from '@/lib/consent/find-permissions'
import { numberOf } from '@/lib/core-banking/account'
import { ifReachable } from '@/lib/core-banking/if-reachable'
import { accountsById } from '@/lib/core-banking/ledger'
import { type Customer, requireCustomer } from '@/lib/session/customer'

/** A live permission of the customer who is signed in; where there is nothing to change (any more), its own page says so. */
export async function openChange(params: Promise<{ consentId: string }>): Promise<OpenChange> {
  const customer = await requireCustomer()
  const { consentId } = await params
  if (!z.uuid().safeParse(consentId).success) notFound()
  const now = await currentTime()
  const [permission] = await findPermissions({ psuId: customer.psuId, consentId, now })
  if (!permission) notFound()
  const href = `/permissions/${consentId}`
  if (!isChangeable(permission)) redirect(`${href}?already`)
  const may = changesOf(permission, customer.psuId)
  return { customer, permission, may, href, asks: permission.kind === 'fundsConfirmation', now }
}

/** The accounts of a permission as pages name them; null while the bank cannot. */
export async function accountViews({ rights }: Permission): Promise<AccountView[] | null> {
  const accounts = await ifReachable(accountsById(rights.map(({ accountId }) => accountId)))
  return (
    accounts?.map((account) => ({
      id: account.id,
      name: account.name,
      iban: numberOf(account),
      joint: false,
    })) ?? null
  )
}

type OpenChange = {
  customer: Customer
  permission: Permission
  may: Changes
  href: string
  asks: boolean
  now: Date
}
