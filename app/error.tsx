'use client'
import { useContext } from 'react'
import { buttonClass } from '@/components/ui/button-class'
import { ErrorTexts } from '@/components/ui/error-texts'

/** What stands where a page failed. The reference is the digest under which the server logged the fault. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const texts = useContext(ErrorTexts)
  if (!texts) return null
  return (
    <>
      <header className="border-line border-b bg-surface">
        <p className="column flex min-h-14 items-center font-heading">{texts.bank}</p>
      </header>
      <main className="column py-10" data-error-id="unexpected">
        <h1 className="text-h1 sm:text-h1-wide">{texts.title}</h1>
        <p className="mt-4">{texts.text}</p>
        <p className="mt-2">{texts.help}</p>
        <div className="mt-7 grid max-w-80 gap-3">
          <button className={buttonClass('primary')} onClick={() => window.location.reload()} type="button">
            {texts.again}
          </button>
          <a className={buttonClass('secondary')} href="/">
            {texts.home}
          </a>
        </div>
        {error.digest ? (
          <p className="mt-9 border-line border-t pt-3 text-muted text-small">
            {texts.reference} <bdi className="font-mono text-label">{error.digest}</bdi>
          </p>
        ) : null}
      </main>
    </>
  )
}
