import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { SelectField } from '@/components/ui/select-field'
import { Table } from '@/components/ui/table'
import { TOPICS, type Topic } from '@/lib/notices/notice-kinds'

/**
 * What about, by which way: the inbox is always on; and the hours in which mail waits. One form, no script; without `action` it
 * shows what is chosen, and changes nothing.
 */
export function NoticeChoices({ action, mail, ...quiet }: NoticeChoicesProps) {
  const t = useTranslations('notices.settings')
  return (
    <form action={action ?? undefined} className="mb-8" method="post">
      <fieldset disabled={action === null}>
        <Card>
          <TopicTable mail={mail} />
        </Card>
        <QuietHours {...quiet} />
      </fieldset>
      {action === null ? null : (
        <div className="mt-6 max-w-80">
          <Button kind="primary">{t('save')}</Button>
        </div>
      )}
    </form>
  )
}

function TopicTable({ mail }: Pick<NoticeChoicesProps, 'mail'>) {
  const t = useTranslations('notices.settings')
  return (
    <Table
      caption={t('title')}
      columns={[
        { id: 'topic', label: t('topic'), phone: 'max-xs:col-span-2' },
        { id: 'inbox', label: t('inbox') },
        { id: 'mail', label: t('mail') },
      ]}
      phoneRow="max-xs:grid max-xs:grid-cols-2 max-xs:gap-x-4 max-xs:py-2.5"
      rows={topics.map((topic) => ({
        id: topic,
        cells: {
          topic: <span className="text-body">{t(`topics.${topic}`)}</span>,
          inbox: <Always way={t('inbox')}>{t('always')}</Always>,
          mail:
            TOPICS[topic].mail === 'always' ? (
              <Always way={t('mail')}>{t('mailAlways')}</Always>
            ) : (
              <label className="-my-2.5 inline-flex min-h-11 min-w-11 cursor-pointer items-center gap-2">
                <input
                  aria-label={t('mailOf', { topic: t(`topics.${topic}`) })}
                  className="tick-box size-5 shrink-0 cursor-pointer"
                  defaultChecked={mail[topic]}
                  name="mail"
                  type="checkbox"
                  value={topic}
                />
                <span className="xs:hidden">{t('mail')}</span>
              </label>
            ),
        },
      }))}
    />
  )
}

function QuietHours({ from, to, quietFault, zone }: Omit<NoticeChoicesProps, 'action' | 'mail'>) {
  const t = useTranslations('notices.settings')
  const formats = useFormats()
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formats.hour(hour) }))
  const options = [{ value: '', label: t('quietOff') }, ...hours]
  const fault = quietFault ? 'quiet-fault' : undefined
  return (
    <fieldset className="mt-6" id="quiet">
      <legend className="font-heading text-h2">{t('quiet')}</legend>
      <p className="mt-1 mb-3 max-w-[58ch] text-muted text-small">{t('quietNote', { zone })}</p>
      {fault ? (
        <div className="mb-3 max-w-120" id={fault}>
          <p className="text-danger text-small">{t('quietInvalid')}</p>
        </div>
      ) : null}
      <div className="grid max-w-120 gap-3 xs:grid-cols-2">
        <SelectField
          fault={fault}
          id="quiet-from"
          label={t('quietFrom')}
          name="from"
          options={options}
          value={from}
        />
        <SelectField
          fault={fault}
          id="quiet-to"
          label={t('quietTo')}
          name="to"
          options={options}
          value={to}
        />
      </div>
    </fieldset>
  )
}

/** On a phone, where no head stands above it, it says by which way. */
function Always({ way, children }: { way: string; children: string }) {
  return (
    <span className="inline-flex items-start gap-1.5 text-muted">
      <Icon className="mt-1" name="lock" size={15} />
      <span>
        <span className="block text-ink xs:hidden">{way}</span>
        {children}
      </span>
    </span>
  )
}

const topics = Object.keys(TOPICS) as Topic[]

type NoticeChoicesProps = {
  action: string | null
  mail: Record<Topic, boolean>
  /** Hours as the form sends them; empty where there are none. */
  from: string
  to: string
  /** Whether something is wrong with the hours that were sent. */
  quietFault: boolean
  zone: string
}
