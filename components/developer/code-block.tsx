/** A piece of the wire as it is. Scrolls within itself, and can be reached by keyboard for that. */
export function CodeBlock({ label, code, titled = false }: CodeBlockProps) {
  const block = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} className="max-h-96 overflow-auto rounded-control bg-sunken p-3" tabIndex={0}>
      <pre className="font-mono text-label">{code}</pre>
    </section>
  )
  if (!titled) return block
  return (
    <div>
      <p aria-hidden="true" className="mb-1.5 font-strong text-small">
        {label}
      </p>
      {block}
    </div>
  )
}

/** `titled`: the label is shown, where no heading says the same. */
type CodeBlockProps = { label: string; code: string; titled?: boolean }
