import { telOf } from '@/components/ui/brand-view'
import { Section } from '@/components/ui/card'

/** In an incident: what first, what then, and whom to call. */
export function SecurityIncident({ bank }: { bank: BankContact }) {
  return (
    <Section id="incident" title="In an incident">
      <ol className="grid max-w-prose list-decimal gap-2 ps-5 wrap-anywhere [&_code]:font-mono [&_code]:text-label">
        <li>
          <strong className="font-strong">A key is known to others:</strong> have its certificate revoked by
          the trust service that issued it. The bank refuses it at the latest when what it knows runs out.
          Tokens that are bound to it die with it. A key of the set: register the set without it.
        </li>
        <li>
          <strong className="font-strong">Call the bank:</strong> <a href={telOf(bank.phone)}>{bank.phone}</a>
          {bank.supportUrl ? (
            <>
              , or <a href={bank.supportUrl}>write to it</a>
            </>
          ) : null}
          . Say your organizationIdentifier, since when, what, how many customers. It can pause you so that
          nobody else is served in your name; permissions stay, and it ends when you are safe.
        </li>
        <li>
          <strong className="font-strong">End what you cannot vouch for:</strong> <code>DELETE</code> the
          consents whose tokens may be known. Their customers read that you ended them.
        </li>
        <li>
          <strong className="font-strong">Tell who has to know:</strong> your own authority under DORA Art. 19
          and PSD2 Art. 96, the data protection authority within 72 hours and the customers under GDPR Art. 33
          and 34.
        </li>
        <li>
          <strong className="font-strong">Keep the X-Request-IDs:</strong> by them you and the bank find the
          same calls.
        </li>
      </ol>
      <p className="mt-3 max-w-prose">
        So that the bank can call you, too: name a contact under{' '}
        <a href="/developer/application">your application</a> in the sandbox, in life by telephone.{' '}
        <a href="/developer/errors">Errors</a> and{' '}
        <a href="/developer/certificate">what the bank thinks of a certificate</a> have pages of their own.
      </p>
    </Section>
  )
}

export type BankContact = { phone: string; supportUrl: string | null }
