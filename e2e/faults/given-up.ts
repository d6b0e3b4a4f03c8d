import type { Answer } from './call'
import type { Instance } from './instances'
import { journeyOf } from './journey'
import { isAway } from './load'
import { type Faults, tally } from './report'
import type { Person, World } from './world'

const CODES = ['40001', '40P01'] as const
/** Fewer than the tries that a transaction has, and far more. */
const TIMES = [1, 2, 1_000] as const

/**
 * FLT-14: PostgreSQL itself gives the transaction up, by a trigger that counts in a sequence, which no rollback takes back. Once or
 * twice: the caller never hears of it. Again and again: 503, and nothing was done; then it works.
 */
export async function giveUp(world: World): Promise<Faults> {
  const { owner } = world
  await owner.query(`
    create sequence if not exists faults_given_up;
    grant usage on sequence faults_given_up to public;
    create or replace function faults_give_up() returns trigger language plpgsql security definer as $$
    begin
      if nextval('faults_given_up') <= tg_argv[1]::int then
        raise exception 'given up' using errcode = tg_argv[0];
      end if;
      return new;
    end $$;`)
  let [tried, survived, raised] = [0, 0, 0]
  const firsts: string[] = []
  for (const code of CODES)
    for (const times of TIMES)
      for (const op of ['create', 'stop', 'delete'] as const) {
        const at = () => world.instances[tried % 2] as Instance
        const person = world.people[tried % world.people.length] as Person
        const journey = journeyOf(world, person, at, { tries: 1 })
        const made = op === 'create' ? null : await journeyOf(world, person, at).connected()
        const run = () =>
          op === 'create'
            ? journey.createOnce()
            : journey[op === 'stop' ? 'stop' : 'remove'](made?.consentId ?? '')
        await owner.query(`select setval('faults_given_up', 1, false);
          create trigger faults_give_up before insert or update on consents for each row
            execute function faults_give_up('${code}', '${times}')`)
        const first = await run()
        await owner.query('drop trigger faults_give_up on consents')
        const asked = await owner.query<{ times: string }>(
          'select last_value as times from faults_given_up where is_called',
        )
        const up = Math.min(times, Number(asked.rows[0]?.times ?? 0))
        raised += up
        firsts.push(`${up} given up: ${isAway(first) ? '503 with Retry-After' : first.status}`)
        const isSound = up > 0 && (times < 3 ? isDone(first) : isAway(first) && isDone(await run()))
        tried += 1
        if (isSound) survived += 1
        else console.log(`  ${code} ${times} times, ${op}: ${first.status} ${first.code}`)
      }
  return { tried, survived, seen: `${raised} transactions given up; of one call ${tally(firsts)}` }
}

const isDone = ({ status }: Answer) => status !== null && status < 300
