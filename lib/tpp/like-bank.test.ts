import { expect, test } from 'vitest'
import { brand as bank } from '@/lib/brand'
import { likeBank } from './like-bank'

// THR-12: an authority may license somebody under a name that a customer takes for their bank's.

test.each(['Saldo', 'Formue Bank A/S', 'Bank', 'Havn Regnskab ApS', ''])(
  '%s is nobody’s but its own',
  (name) => {
    expect(likeBank(name)).toBeNull()
  },
)

test.each([
  ['same', bank.name.toUpperCase()],
  ['confusable', bank.name.replace('o', '0')],
  ['holds-bank', `${bank.name} Security ApS`],
  ['holds-bank', 'Your bank helpdesk'],
])('%s: %s', (rule, name) => {
  expect(likeBank(name)).toBe(rule)
})
