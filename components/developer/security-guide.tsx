import type { ReactNode } from 'react'
import { Section } from '@/components/ui/card'
import type { BankContact } from './security-incident'
import { SecurityIncident } from './security-incident'

/** How to integrate so that a mistake stays small: what to do, and what the bank does about it by itself. */
export function SecurityGuide({ bank }: { bank: BankContact }) {
  return (
    <>
      {CHAPTERS.map(({ id, title, points }) => (
        <Section id={id} key={id} title={title}>
          <ul className="grid max-w-prose list-disc gap-2 ps-5 wrap-anywhere [&_code]:font-mono [&_code]:text-label">
            {points.map((point) => (
              <li key={point.id}>{point.says}</li>
            ))}
          </ul>
        </Section>
      ))}
      <SecurityIncident bank={bank} />
    </>
  )
}

const CHAPTERS: readonly { id: string; title: string; points: readonly Point[] }[] = [
  {
    id: 'keys',
    title: 'Keys and certificates',
    points: [
      {
        id: 'own',
        says: 'Make keys where they are used and send requests (CSR). EC P-256, or RSA of 3072 bits. Never in a repository, an image or a log.',
      },
      {
        id: 'one-each',
        says: 'One key for one thing: the QWAC for connections, the QSealC for seals, a key of your own for client assertions, another for DPoP.',
      },
      {
        id: 'rotate',
        says: 'Renew side by side: several certificates of one organisation are good at once, consents and refresh tokens stay. Put the next public key into the set, sign with it, take the old one out.',
      },
      {
        id: 'ends',
        says: 'Watch the ends: each answer says Certificate-Ends in a certificate’s last sixty days.',
      },
    ],
  },
  {
    id: 'mtls',
    title: 'Mutual TLS',
    points: [
      {
        id: 'verify',
        says: 'Check the bank’s certificate and name on every connection. A client that trusts anything hands its tokens to anybody.',
      },
      {
        id: 'version',
        says: 'TLS 1.2 or 1.3 with ECDHE and AES-GCM, which the bank takes in both; it takes nothing older.',
      },
      {
        id: 'edge',
        says: 'Where a proxy of yours ends TLS, let it delete what claims to be a certificate from outside before it sets its own.',
      },
    ],
  },
  {
    id: 'oauth',
    title: 'OAuth: push, bind, prove',
    points: [
      {
        id: 'par',
        says: (
          <>
            Push every request (<code>PAR</code>) and follow the <code>request_uri</code>: nothing that
            matters travels through the browser. The bank takes nothing else.
          </>
        ),
      },
      {
        id: 'pkce',
        says: (
          <>
            PKCE with <code>S256</code> and a fresh verifier for each request; <code>state</code> bound to the
            browser that began; compare <code>iss</code> of the answer with the bank’s issuer.
          </>
        ),
      },
      {
        id: 'bind',
        says: 'Tokens are bound to your certificate or to a DPoP key. A DPoP key lives in hardware or in one process; a proof is made for one request and used once.',
      },
      {
        id: 'assert',
        says: (
          <>
            With <code>private_key_jwt</code>: the audience is the issuer, the life at most a minute, the{' '}
            <code>jti</code> new each time.
          </>
        ),
      },
    ],
  },
  {
    id: 'redirects',
    title: 'Redirect URIs and the customer’s browser',
    points: [
      {
        id: 'exact',
        says: 'Registered whole and compared as text: https, a host of yours, one path. No redirector behind it that sends on to what a parameter says.',
      },
      {
        id: 'clean',
        says: (
          <>
            Take the code out of the address at once, load nothing of others on that page, and send{' '}
            <code>Referrer-Policy: no-referrer</code>.
          </>
        ),
      },
      {
        id: 'webview',
        says: 'Open the bank in the system’s browser: ASWebAuthenticationSession on iOS, Custom Tabs on Android. In a web view inside your app passkeys fail, and no customer can see whose page it is.',
      },
      {
        id: 'app',
        says: 'Come back to an app by a link that its domain claims (universal link, app link), not by a scheme that any app can take.',
      },
      {
        id: 'words',
        says: 'Never ask for anything that a customer uses at the bank, and never draw the bank’s pages yourself.',
      },
    ],
  },
  {
    id: 'tokens',
    title: 'Tokens and data at rest',
    points: [
      {
        id: 'server',
        says: 'Tokens stay on the server, sealed under a key that lies elsewhere, per customer. Not in a browser’s storage, a mobile backup or a log.',
      },
      {
        id: 'least',
        says: 'Ask for what the service needs and for as long as it does. Delete the rest, and what you keep when the consent ends.',
      },
      {
        id: 'redact',
        says: 'Log X-Request-ID, status and code of a call: no token, account number or body.',
      },
    ],
  },
  {
    id: 'told',
    title: 'Notifications from the bank',
    points: [
      {
        id: 'signature',
        says: (
          <>
            Believe none without its signature (RFC 9421): <code>Content-Digest</code> of the body, the
            signature named <code>bank</code> over method, address, digest, type and <code>X-Request-ID</code>
            , at most five minutes old, by a key of the bank’s <code>jwks_uri</code>. Take that address from
            the configuration, not from the message.
          </>
        ),
      },
      {
        id: 'news',
        says: (
          <>
            A message is news and no right: drop an <code>X-Request-ID</code> that you have had, and ask for
            the status where in doubt.
          </>
        ),
      },
    ],
  },
]

type Point = { id: string; says: ReactNode }
