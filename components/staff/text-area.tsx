/** A few lines of text with their label and hint. */
export function TextArea({ id, label, hint, required = true }: TextAreaProps) {
  return (
    <div>
      <label className="block font-strong" htmlFor={id}>
        {label}
      </label>
      <p className="text-muted" id={`${id}-hint`}>
        {hint}
      </p>
      <textarea
        aria-describedby={`${id}-hint`}
        className="mt-1 min-h-20 w-full rounded-control border-[1.5px] border-control bg-surface px-3 py-2 text-ink"
        id={id}
        maxLength={400}
        name={id}
        required={required}
        rows={3}
      />
    </div>
  )
}

type TextAreaProps = { id: string; label: string; hint: string; required?: boolean }
