import 'server-only'
import { database } from '@/db/connection'
import { type IncidentRule, RULES } from './incident-rules'
import { seeIncident } from './see-incident'

/** Looks for the signs of each rule, and opens or keeps open what they show. Repeating it changes nothing but the time. */
export async function noticeIncidents(): Promise<void> {
  for (const [rule, { signs }] of Object.entries(RULES)) {
    if (signs === null) continue
    const { rows } = await database().execute<{ about: string }>(signs)
    for (const { about } of rows) await seeIncident({ rule: rule as IncidentRule, about })
  }
}
