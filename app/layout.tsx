import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Failure } from '@/components/ui/failure'
import { FailurePage } from '@/components/ui/failure-page'
import { LANGUAGES } from '@/i18n/languages'
import { brand } from '@/lib/brand'
import { fontVariables } from './fonts'
import './globals.css'
import { readTheme } from './reader-choices'

export const metadata: Metadata = {
  title: { default: brand.name, template: `%s · ${brand.name}` },
  icons: { icon: '/mark.svg' },
  robots: { index: false, follow: false },
  // A phone must not turn an account number into a link that dials.
  formatDetection: { telephone: false, address: false, email: false, date: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#141e29' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page would carry scripts without the nonce of the answer and lose them.
  await connection()
  const theme = await readTheme()
  const locale = await getLocale()
  const t = await getTranslations('error')
  const message = await getTranslations('message')
  return (
    <html
      className={fontVariables}
      data-theme={theme === 'device' ? undefined : theme}
      dir={LANGUAGES[locale].direction}
      lang={locale}
    >
      <body>
        <Failure
          value={
            <FailurePage
              brand={brand}
              texts={{
                title: t('title'),
                text: t('text'),
                again: t('again'),
                help: t('help', { phone: brand.phone }),
                reference: message('reference'),
                home: t('home'),
              }}
            />
          }
        >
          {children}
        </Failure>
      </body>
    </html>
  )
}
