import { useTimeZone } from 'next-intl'
import { useFormats } from '@/components/format'
import { FindingList } from '@/components/tpp/finding-list'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { Posture } from '@/lib/posture/find-posture'

/**
 * What the bank sees of the organisation's own endpoints and settings; the form has no field, because nobody types an address.
 */
export function SecurityCheck({ posture }: { posture: Posture }) {
  const formats = useFormats()
  const timeZone = useTimeZone() ?? 'UTC'
  const { checkedAt, places, findings, settings } = posture
  const outside = findings.map((one) => ({ ...one, foundAt: one.foundAt.toISOString() }))
  return (
    <div className="grid grid-cols-1 gap-5">
      <Card>
        <h3 className="mb-1.5 font-heading text-body">Seen from outside</h3>
        <p className="mb-3 wrap-anywhere text-muted text-small">
          {checkedAt
            ? `Looked at on ${formats.dateTime(checkedAt.toISOString())}, the bank's time (${timeZone}).`
            : 'Not looked at yet: that happens daily, and after each change.'}
        </p>
        {outside.length > 0 ? <FindingList findings={outside} /> : null}
        {checkedAt && places.length === 0 ? (
          <p>Nothing is registered that can be looked at: no https address and no public key.</p>
        ) : null}
        {checkedAt && places.length > 0 && outside.length === 0 ? <p>Nothing to say.</p> : null}
        <Places label="Your addresses" places={places.filter(({ kind }) => kind !== 'key')} />
        <Places
          label="Your public keys, by thumbprint"
          places={places.filter(({ kind }) => kind === 'key')}
        />
      </Card>
      <Card>
        <h3 className="mb-1.5 font-heading text-body">Known from your settings</h3>
        {settings.length > 0 ? <FindingList findings={settings} /> : <p>Nothing to say.</p>}
      </Card>
      <form action="/developer/security/check" className="max-w-prose" method="post">
        <Button kind="primary">Look now</Button>
        <p className="mt-2 text-muted text-small">
          Once a minute. It takes some seconds: each https address that you registered is asked for its TLS
          and for its root page’s headers, and nothing else.
        </p>
      </form>
    </div>
  )
}

/** What was looked at, with what was seen there; keys have no address and stand apart. */
function Places({ label, places }: { label: string; places: Posture['places'] }) {
  const formats = useFormats()
  if (places.length === 0) return null
  return (
    <>
      <h4 className="mt-4 mb-1 font-strong text-small">{label}</h4>
      <ul className="grid gap-1 text-label text-muted">
        {places.map(({ place, kind, facts, firstSeenAt }) => (
          <li className="wrap-anywhere" key={place}>
            <bdi className="font-mono">{place}</bdi>{' '}
            {kind === 'key'
              ? `since ${formats.date(firstSeenAt.toISOString())}`
              : [facts.protocol, facts.cipher].filter((fact) => typeof fact === 'string').join(', ')}
          </li>
        ))}
      </ul>
    </>
  )
}
