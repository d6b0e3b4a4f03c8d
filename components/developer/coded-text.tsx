/** A sentence in which what stands between back-ticks is a word of the wire. */
export function CodedText({ children }: { children: string }) {
  return children.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change their places
      <code className="font-mono text-[0.9375em] wrap-anywhere" key={index}>
        {part}
      </code>
    ),
  )
}
