import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Icon, type IconName } from '@/components/ui/icon'
import { Pill } from '@/components/ui/pill'
import { tags } from '@/components/ui/rich-text'
import { KINDS, type NoticeKind, type NoticeParams, type Topic } from '@/lib/notices/notice-kinds'
import { wordNotice } from '@/lib/notices/word-notice'

/** Notices, newest first, month by month: what happened, what it means, when; the unread ones say so in a word. */
export function NoticeList({ months, path }: { months: NoticeMonth[]; path: string }) {
  const formats = useFormats()
  return months.map(({ month, notices }) => (
    <section aria-labelledby={`month-${month}`} className="mt-7 first-of-type:mt-0" key={month}>
      <h2 className="mb-2.5 font-heading text-h2" id={`month-${month}`}>
        {formats.month(`${month}-01`)}
      </h2>
      <ol className="rounded-card border border-line bg-surface px-4 shadow-card">
        {notices.map((notice) => (
          <Line key={notice.id} notice={notice} path={path} />
        ))}
      </ol>
    </section>
  ))
}

function Line({ notice, path }: { notice: NoticeLine; path: string }) {
  const t = useTranslations('notices')
  const formats = useFormats()
  const { title, text, href } = wordNotice(notice, {
    say: (key, values) => t.rich(`kinds.${key}`, { ...values, ...tags }),
    formats,
  })
  return (
    <li className="border-line border-b py-3.5 last:border-b-0" data-unread={notice.isUnread || undefined}>
      <div className="flex items-start gap-3">
        <Icon className="mt-1 text-muted" name={ICONS[KINDS[notice.kind].topic]} />
        <div className="min-w-0 grow">
          <p className={notice.isUnread ? 'font-strong' : ''} id={`notice-${notice.id}`}>
            <a className="text-ink no-underline hover:underline" href={href}>
              {title}
            </a>
          </p>
          <p className="mt-0.5 text-small">{text}</p>
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-small">
            <time dateTime={notice.at}>{formats.dateTime(notice.at)}</time>
            {notice.isUnread ? (
              <>
                <Pill icon="info" tone="paused">
                  {t('new')}
                </Pill>
                <form action="/notices/read" method="post">
                  <input name="notice" type="hidden" value={notice.id} />
                  <input name="next" type="hidden" value={path} />
                  <button
                    aria-describedby={`notice-${notice.id}`}
                    className="min-h-11 cursor-pointer text-ink underline decoration-1 underline-offset-4"
                    type="submit"
                  >
                    {t('read')}
                  </button>
                </form>
              </>
            ) : null}
          </div>
        </div>
      </div>
    </li>
  )
}

const ICONS: Record<Topic, IconName> = {
  access: 'tick',
  endsSoon: 'hourglass',
  ended: 'ringLine',
  paused: 'pause',
  unusual: 'moon',
  refused: 'ringCross',
  removal: 'outward',
  payments: 'doubleTick',
  staff: 'eye',
  security: 'key',
}

/** `month` as `YYYY-MM`, of the bank's calendar. */
export type NoticeMonth = { month: string; notices: NoticeLine[] }
type NoticeLine = {
  id: string
  kind: NoticeKind
  params: NoticeParams
  consentId: string | null
  at: string
  isUnread: boolean
}
