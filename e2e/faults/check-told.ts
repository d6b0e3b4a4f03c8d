import type { Client } from 'pg'
import type { Say } from './check-calls'

/**
 * INV-07: the endpoint had, without what it had twice under one id, exactly the changes of status that the database's own witness
 * saw, in their order within a consent; and nothing that nobody planned. Only once all that was to be told has had its time.
 */
export async function checkTold(told: readonly Told[], owner: Client, say: Say): Promise<void> {
  const { rows: changes } = await owner.query<{ consent_id: string; became: string[] }>(
    `select s.consent_id, array_agg(s.became order by s.nth) as became from faults_statuses s
     join consents c on c.id = s.consent_id and c.notification_uri is not null where s.was is not null
     group by s.consent_id`,
  )
  const had = new Map<string, string[]>()
  const seen = new Set<string>()
  for (const { id, consentId, status, had: isHad } of told) {
    if (!isHad || seen.has(id)) continue
    seen.add(id)
    had.set(consentId, [...(had.get(consentId) ?? []), status])
  }
  // An endpoint that says it is gone is believed, and may get none of what it was told then.
  const given = new Set(told.filter(({ id, gone }) => gone && !seen.has(id)).map(toText))
  for (const { consent_id: consentId, became } of changes) {
    const expected = became.filter((status) => !given.has(toText({ consentId, status })))
    const own = had.get(consentId) ?? []
    if (own.join() !== expected.join())
      say(
        'INV-07',
        `${consentId} became ${expected.join(', ')}; the endpoint had ${own.join(', ') || 'nothing'}`,
      )
  }
  const { rows } = await owner.query<{ id: string; state: string }>(
    `select id, state from deliveries where format = 'resource-status'`,
  )
  const planned = new Map(rows.map(({ id, state }) => [id, state]))
  for (const [id, state] of planned)
    if ((state === 'delivered') !== seen.has(id))
      say('INV-07', `Message ${id} is ${state}; the endpoint ${seen.has(id) ? 'has it' : 'has it not'}`)
  for (const { id, consentId } of told)
    if (consentId !== '' && !planned.has(id))
      say('INV-07', `The endpoint was told ${id}, which nobody planned`)
}

const toText = ({ consentId, status }: Pick<Told, 'consentId' | 'status'>) => `${consentId} ${status}`

/** `had`: it was answered well; `gone`: by 410. */
export type Told = { id: string; consentId: string; status: string; had: boolean; gone: boolean }
