import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card, Section } from '@/components/ui/card'
import { Pill } from '@/components/ui/pill'
import type { SignedInBrowser } from '@/lib/session/find-sessions'

/**
 * Where somebody is signed in now, with plain forms to sign out here or everywhere, and with `endAction` each by itself; with
 * `hereOnly` the others stay as they are.
 */
export function SignedInBrowsers({ browsers, signOut, endAction, hereOnly = false }: SignedInBrowsersProps) {
  const t = useTranslations('security')
  const formats = useFormats()
  return (
    <Section id="browsers" title={t('browsers')}>
      <Card>
        <ul className="grid gap-3">
          {browsers.map(({ id, here, browser, signedInAt, lastSeenAt }) => {
            const at = signedInAt.toISOString()
            return (
              <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1" key={id}>
                <span>
                  <span className="block">
                    <bdi>{browser ?? t('unknownBrowser')}</bdi>
                  </span>
                  <span className="text-muted text-small">
                    {lastSeenAt
                      ? t('lastSeen', {
                          date: formats.date(at),
                          time: formats.time(at),
                          lastSeen: formats.time(lastSeenAt.toISOString()),
                        })
                      : t('since', { date: formats.date(at), time: formats.time(at) })}
                  </span>
                </span>
                {here ? (
                  <Pill icon="tick" tone="active">
                    {t('here')}
                  </Pill>
                ) : endAction && !hereOnly ? (
                  <form action={endAction(id)} method="post">
                    <button
                      aria-label={t('signOutOf', { browser: browser ?? t('unknownBrowser') })}
                      className="min-h-11 cursor-pointer text-small underline decoration-1 underline-offset-4"
                      type="submit"
                    >
                      {t('signOutThere')}
                    </button>
                  </form>
                ) : null}
              </li>
            )
          })}
        </ul>
        <form action={signOut} className="mt-4 grid gap-3 xs:grid-cols-2" method="post">
          <Button name="where" value="here">
            {t('signOut')}
          </Button>
          {hereOnly ? null : (
            <Button name="where" value="everywhere">
              {t('signOutEverywhere')}
            </Button>
          )}
        </form>
        {hereOnly ? null : <p className="mt-2 text-muted text-small">{t('everywhereText')}</p>}
      </Card>
    </Section>
  )
}

type SignedInBrowsersProps = {
  browsers: SignedInBrowser[]
  signOut: string
  endAction?: (sessionId: string) => string
  hereOnly?: boolean
}
