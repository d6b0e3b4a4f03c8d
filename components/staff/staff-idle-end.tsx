import { useTranslations } from 'next-intl'

/** After fifteen minutes the session is over: what stood here leaves the screen, without a script. */
export function StaffIdleEnd({ path }: { path: string }) {
  const t = useTranslations('staff')
  return (
    <div aria-live="polite" className="visible">
      <div className="after-fifteen-minutes screen-only fixed inset-0 z-30 bg-paper px-5 py-10 sm:px-8">
        <p className="font-strong text-h2">{t('out.idle')}</p>
        <p className="mt-4">
          <a
            className="inline-flex min-h-11 items-center font-strong"
            href={`/staff/sign-in?${new URLSearchParams({ next: path, out: 'idle' })}`}
          >
            {t('again')}
          </a>
        </p>
      </div>
    </div>
  )
}
