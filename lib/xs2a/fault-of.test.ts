import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultOf } from './fault-of'

const schema = z.strictObject({
  day: z.iso.date().optional(),
  status: z.enum(['booked', 'both']).optional(),
  often: z.int().min(1).max(4).optional(),
  names: z.array(z.string().max(3)).max(1).optional(),
  flag: z.boolean().optional(),
  there: z.string(),
})

test.each([
  [{}, 'there', 'Send this field.'],
  [{ there: 1 }, 'there', 'Send this field as a text.'],
  [{ there: '', day: '2026-02-30' }, 'day', 'Send a day that exists, as YYYY-MM-DD.'],
  [{ there: '', status: 'Booked' }, 'status', 'Send one of booked, both as this field.'],
  [{ there: '', often: 0 }, 'often', 'Send at least 1 as this field.'],
  [{ there: '', often: 9 }, 'often', 'Send at most 4 as this field.'],
  [{ there: '', often: '4' }, 'often', 'Send this field as a number.'],
  [{ there: '', often: 1.5 }, 'often', 'Send this field as a whole number.'],
  [{ there: '', names: ['abcd'] }, 'names[0]', 'Send at most 3 characters as this field.'],
  [{ there: '', names: ['a', 'b'] }, 'names', 'Send at most 1 entries as this field.'],
  [{ there: '', flag: 'true' }, 'flag', 'Send this field as true or false, without quotes.'],
  [{ there: '', more: 1 }, 'more', 'There is no such field. Leave it out.'],
])('%j is told what to send instead', (body, path, text) => {
  const { error } = schema.safeParse(body)
  if (!error) throw new Error('The schema took it')
  expect(faultOf(error, 'field')).toMatchObject({ code: 'format_error', path, text })
})
