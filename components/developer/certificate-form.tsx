import { Button } from '@/components/ui/button'

/** A certificate to be judged, and as what. */
export function CertificateForm({ use }: { use: 'web' | 'eseal' }) {
  return (
    <form action="/developer/certificate/check" className="grid max-w-prose gap-4" method="post">
      <div>
        <label className="block font-strong text-small" htmlFor="pem">
          Certificate
        </label>
        <p className="text-muted text-small" id="pem-hint">
          PEM. Never paste its key.
        </p>
        <textarea
          aria-describedby="pem-hint"
          className="mt-1.5 w-full rounded-control border-[1.5px] border-control bg-surface p-3 font-mono text-ink text-label"
          id="pem"
          maxLength={40_000}
          name="pem"
          placeholder="-----BEGIN CERTIFICATE-----"
          required
          rows={8}
          spellCheck={false}
        />
      </div>
      <div>
        <label className="block font-strong text-small" htmlFor="use">
          Judged as
        </label>
        <select
          className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
          defaultValue={use}
          id="use"
          name="use"
        >
          <option value="web">QWAC, for connections</option>
          <option value="eseal">QSealC, for signatures</option>
        </select>
      </div>
      <Button kind="primary">Check it</Button>
    </form>
  )
}
