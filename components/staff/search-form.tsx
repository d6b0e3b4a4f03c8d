import { useTranslations } from 'next-intl'
import { staffButton } from './staff-button'

/** A search that is a link: a GET form of one field. */
export function SearchForm({ name, label, hint, value }: SearchFormProps) {
  const t = useTranslations('staff')
  return (
    <form className="mb-5 flex max-w-160 flex-wrap items-end gap-x-3 gap-y-2" method="get">
      <div className="min-w-0 grow basis-60">
        <label className="block font-strong" htmlFor={name}>
          {label}
        </label>
        {hint ? (
          <p className="text-muted" id={`${name}-hint`}>
            {hint}
          </p>
        ) : null}
        <input
          aria-describedby={hint ? `${name}-hint` : undefined}
          autoComplete="off"
          className="mt-1 min-h-11 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-ink"
          defaultValue={value}
          id={name}
          maxLength={100}
          name={name}
          type="search"
        />
      </div>
      <button className={staffButton('secondary')} type="submit">
        {t('search')}
      </button>
    </form>
  )
}

type SearchFormProps = { name: string; label: string; hint?: string; value: string }
