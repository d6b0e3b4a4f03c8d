import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Pill } from '@/components/ui/pill'
import { Table } from '@/components/ui/table'
import type { TeamMember } from '@/lib/staff/find-team'

/** Everybody who works or worked here, with what they may do. */
export function TeamTable({ team }: { team: TeamMember[] }) {
  const t = useTranslations('staff.team')
  const formats = useFormats()
  return (
    <Card>
      <Table
        caption={t('caption')}
        columns={COLUMNS.map(({ id, number }) => ({ id, number, label: t(`columns.${id}`) }))}
        rows={team.map(({ id, name, roles, blocked, passkeys, lastSignIn }) => ({
          id,
          cells: {
            name: <bdi>{name}</bdi>,
            roles: formats.list(roles.map((role) => t(`roles.${role}`))),
            passkeys: formats.number(passkeys),
            last: lastSignIn ? formats.dateTime(lastSignIn.toISOString()) : t('never'),
            state: blocked ? (
              <Pill icon="pause" tone="paused">
                {t('blocked')}
              </Pill>
            ) : passkeys === 0 ? (
              <Pill icon="hourglass" tone="expiring">
                {t('waiting')}
              </Pill>
            ) : (
              <Pill icon="tick" tone="active">
                {t('active')}
              </Pill>
            ),
          },
        }))}
      />
    </Card>
  )
}

const COLUMNS = [
  { id: 'name', number: false },
  { id: 'roles', number: false },
  { id: 'passkeys', number: true },
  { id: 'last', number: false },
  { id: 'state', number: false },
] as const
