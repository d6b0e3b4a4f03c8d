import { BrandMark } from './brand-mark'
import type { BrandView } from './brand-view'
import { Button } from './button'

/**
 * What stands where a page failed, drawn by the server beforehand: `app/error.tsx` runs in the browser, where there is no
 * message file, and only adds the reference. Trying again is a link to this very page, so it needs no script.
 */
export function FailurePage({ brand, texts }: FailurePageProps) {
  return (
    <>
      <header className="border-line border-b bg-surface">
        <div className="column flex min-h-14 items-center">
          <BrandMark name={brand.name} />
        </div>
      </header>
      <main className="column pt-10" data-error-id="unexpected">
        <h1 className="text-h1 sm:text-h1-wide">{texts.title}</h1>
        <p className="mt-4">{texts.text}</p>
        <p className="mt-2">{texts.help}</p>
        <div className="mt-7 grid max-w-80 gap-3">
          <Button href="" kind="primary">
            {texts.again}
          </Button>
          <Button href="/">{texts.home}</Button>
        </div>
        <p className="mt-9 border-line border-t pt-3 text-muted text-small">{texts.reference}</p>
      </main>
    </>
  )
}

type FailurePageProps = {
  brand: BrandView
  texts: { title: string; text: string; again: string; help: string; reference: string; home: string }
}
