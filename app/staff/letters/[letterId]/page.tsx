import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { createTranslator } from 'use-intl/core'
import { WrittenPage } from '@/components/removal/written-page'
import { staffButton } from '@/components/staff/staff-button'
import { Field } from '@/components/ui/field'
import { isLanguage } from '@/i18n/languages'
import { messagesOf } from '@/i18n/messages'
import { brand } from '@/lib/brand'
import { now as currentTime } from '@/lib/clock'
import { env } from '@/lib/env'
import { formatsFor } from '@/lib/formats'
import { requireColleague } from '@/lib/session/colleague'
import { draftLetter, TYPED_SIGNS } from '@/lib/staff/draft-letter'
import { isUuid } from '@/lib/uuid'
import { StaffFrame } from '../../staff-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('letters.sheet') })

/**
 * The sheet of one letter, in its customer's language. Each time it is opened another code stands on it, and none of them counts
 * before its sheet was sent; the name and the address on the envelope are the bank's own to add.
 */
export default async function LetterSheetPage({ params }: LetterSheetPageProps) {
  const { staffId, ...colleague } = await requireColleague('letters.send')
  const { letterId } = await params
  const now = await currentTime()
  const letter = isUuid(letterId) ? await draftLetter({ letterId, staffId, now }) : null
  if (!letter) notFound()
  const t = await getTranslations('staff')
  const locale = isLanguage(letter.locale) ? letter.locale : env.BANK_LANGUAGE
  const words = createTranslator({ locale, messages: messagesOf(locale), namespace: 'recover.sheet' })
  const formats = formatsFor(locale, brand.timeZone)
  return (
    <StaffFrame current="letters" colleague={colleague} path={`/staff/letters/${letterId}`}>
      <WrittenPage
        back={t('parts.letters')}
        backHref="/staff/letters"
        how={t('letters.how')}
        lang={locale}
        lines={[
          { id: 'from', text: `${brand.name}, ${formats.date(now.toISOString())}` },
          { id: 'to', text: <bdi>{letter.customer}</bdi> },
          { id: 'subject', text: words('subject'), strong: true },
          { id: 'what', text: words('what') },
          { id: 'where', text: words('where', { address: `${env.PUBLIC_ORIGIN}/recover` }) },
          { id: 'code', text: <code className="font-mono text-h2">{letter.code}</code> },
          { id: 'until', text: words('until', { day: formats.date(letter.expiresAt.toISOString()) }) },
          { id: 'warning', text: words('warning', { phone: brand.phone }) },
        ]}
        print={t('letters.print')}
        sign={words('sign', { bank: brand.name })}
        title={t('letters.sheet')}
      >
        <form action={`/staff/letters/${letterId}/sent`} className="my-6 grid max-w-100 gap-3" method="post">
          <input name="sealed" type="hidden" value={letter.sealed} />
          <Field
            autoComplete="off"
            hint={t('letters.typedHint')}
            id="typed"
            label={t('letters.typed', { count: TYPED_SIGNS })}
            maxLength={TYPED_SIGNS}
            name="typed"
            required={true}
          />
          <p>
            <button className={staffButton('primary')} type="submit">
              {t('letters.send')}
            </button>
          </p>
        </form>
      </WrittenPage>
    </StaffFrame>
  )
}

type LetterSheetPageProps = { params: Promise<{ letterId: string }> }
