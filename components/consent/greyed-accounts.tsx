import type { ReactNode } from 'react'
import { MaskedIban } from './masked-iban'

/** Accounts that cannot be chosen, each with why: they stay visible so that nobody looks for them. */
export function GreyedAccounts({ accounts, label }: { accounts: GreyedAccount[]; label: string }) {
  if (accounts.length === 0) return null
  return (
    <ul aria-label={label} className="mt-2.5 grid gap-2.5">
      {accounts.map((account) => (
        <li className="rounded-control border border-line bg-sunken px-3.5 py-3 text-muted" key={account.id}>
          <span className="flex flex-wrap justify-between gap-x-4">
            <span className="font-strong">{account.name}</span>
            {account.iban ? (
              <span className="text-small">
                <MaskedIban iban={account.iban} />
              </span>
            ) : null}
          </span>
          <span className="block text-small">{account.why}</span>
        </li>
      ))}
    </ul>
  )
}

type GreyedAccount = { id: string; name: string; iban: string | null; why: ReactNode }
