import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Pill } from '@/components/ui/pill'

/** One card a passkey, with plain forms to rename and to remove it; the last one only where there is another way in. */
export function PasskeyCards({ passkeys, now, removeText }: PasskeyCardsProps) {
  return (
    <ul className="grid gap-3">
      {passkeys.map((passkey) => (
        <li key={passkey.id}>
          <Card>
            <PasskeyFacts now={now} passkey={passkey} />
            {passkey.renameAction === null ? null : (
              <div className="mt-3 grid border-line border-t pt-1">
                <Rename action={passkey.renameAction} passkey={passkey} />
                <Remove passkey={passkey} text={removeText} />
              </div>
            )}
          </Card>
        </li>
      ))}
    </ul>
  )
}

function PasskeyFacts({ passkey, now }: { passkey: PasskeyView; now: string }) {
  const t = useTranslations('passkey')
  const formats = useFormats()
  const used = () => {
    if (!passkey.lastUsedAt) return t('neverUsed')
    const today = formats.daysBetween(passkey.lastUsedAt, now) === 0
    const [time, date] = [formats.time(passkey.lastUsedAt), formats.date(passkey.lastUsedAt)]
    const browser = passkey.lastBrowser
    if (!browser) return today ? t('usedToday', { time }) : t('used', { date })
    return today ? t('usedTodayWith', { time, browser }) : t('usedWith', { date, browser })
  }
  return (
    <div className="flex gap-3.5">
      <Icon className="mt-0.5 text-primary" name="key" size={22} />
      <div className="min-w-0">
        <h2 className="font-strong text-body">
          <bdi>{passkey.name}</bdi>
        </h2>
        <p className="text-muted text-small">
          {t('created', { date: formats.date(passkey.createdAt) })} · {used()}
        </p>
        {passkey.provider && passkey.provider !== passkey.name ? (
          <p className="text-muted text-small">
            <bdi>{t('provider', { provider: passkey.provider })}</bdi>
          </p>
        ) : null}
        <p className="mt-2 flex flex-wrap gap-2">
          {passkey.current ? (
            <Pill icon="tick" tone="active">
              {t('current')}
            </Pill>
          ) : null}
          <Pill icon={passkey.synced ? 'doubleTick' : 'lock'} tone="ended">
            {t(passkey.synced ? 'synced' : 'deviceOnly')}
          </Pill>
          {passkey.coolsUntil ? (
            <Pill icon="pause" tone="expiring">
              {t('cooling', {
                date: formats.date(passkey.coolsUntil),
                time: formats.time(passkey.coolsUntil),
              })}
            </Pill>
          ) : null}
          {passkey.locked ? (
            <Pill icon="pause" tone="expiring">
              {t('locked')}
            </Pill>
          ) : null}
        </p>
      </div>
    </div>
  )
}

function Rename({ passkey, action }: { passkey: PasskeyView; action: string }) {
  const t = useTranslations('passkey')
  return (
    <details className="group">
      <Summary>{t('rename')}</Summary>
      <form action={action} className="grid gap-3 pb-3 xs:grid-cols-[1fr_auto] xs:items-end" method="post">
        <Field
          autoComplete="off"
          defaultValue={passkey.name}
          id={`name-${passkey.id}`}
          label={t('name')}
          maxLength={60}
          name="name"
          required={true}
        />
        <Button>{t('save')}</Button>
      </form>
    </details>
  )
}

function Remove({ passkey, text }: { passkey: PasskeyView; text: string | undefined }) {
  const t = useTranslations('passkey')
  if (!passkey.removeAction) return <p className="py-2 text-muted text-small">{t('last')}</p>
  return (
    <details className="group">
      <Summary>{t('remove')}</Summary>
      <form action={passkey.removeAction} className="grid gap-3 pb-3" method="post">
        <p className="text-small">{text ?? t(passkey.last ? 'removeLastText' : 'removeText')}</p>
        <div className="xs:max-w-72">
          <Button kind="danger">{t('removeConfirm')}</Button>
        </div>
      </form>
    </details>
  )
}

function Summary({ children }: { children: React.ReactNode }) {
  return (
    <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-control text-primary text-small underline decoration-1 underline-offset-4">
      {children}
      <Icon className="turns group-open:rotate-180" name="down" size={16} />
    </summary>
  )
}

type PasskeyCardsProps = {
  passkeys: PasskeyView[]
  now: string
  /** What removing one means, where it opens something else than the customer's bank. */
  removeText?: string
}

export type PasskeyView = {
  id: string
  name: string
  createdAt: string
  lastUsedAt: string | null
  synced: boolean
  /** The one this session was opened with. */
  current: boolean
  locked: boolean
  /** The password manager or key that holds it, where it says so. */
  provider?: string | null
  /** The browser it was last used in. */
  lastBrowser?: string | null
  /** Until when it may allow nothing. */
  coolsUntil?: string | null
  /** No other that works would be left. */
  last?: boolean
  /** Null where nothing about it can be changed now. */
  renameAction: string | null
  /** Null where it cannot be removed. */
  removeAction: string | null
}
