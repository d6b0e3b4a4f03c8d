import { expect, test } from 'vitest'
import { isRefusal } from '@/lib/errors'
import { checkAccept } from './check-accept'

const XML = 'application/xml'

test.each([
  ['application/xml'],
  ['text/html'],
  ['application/json;q=0'],
  ['application/json;q=0, text/plain'],
  ['*/*;q=0'],
  ['application/json;q=0, */*'],
  [''],
])('406 for Accept: %s where only JSON is offered', (accept) => {
  expect(() => checkAccept(accept)).toThrow(expect.objectContaining({ code: 'requested_formats_invalid' }))
})

test.each([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/xml', XML],
  ['APPLICATION/XML', XML],
  ['application/xml;q=0.9, application/json;q=0.8', XML],
  ['application/xml;q=0.8, application/json;q=0.9', 'application/json'],
  ['application/xml, application/json', 'application/json'],
  // The most specific range decides, wherever it stands (RFC 9110, 12.5.1).
  ['*/*;q=1, application/json;q=0.1', XML],
  ['application/*;q=0.2, application/xml;q=0.3, */*', XML],
  ['application/json;q=0, */*;q=0.1', XML],
  ['text/html, application/xml;q=0.001', XML],
  ['application/xml;charset=utf-8', XML],
])('Accept: %s', (accept, expected) => {
  expect(checkAccept(accept, XML)).toBe(expected)
})

test('the refusal names the header and what is offered', () => {
  try {
    checkAccept('text/plain', XML)
    expect.unreachable()
  } catch (thrown) {
    expect(isRefusal(thrown) && [thrown.path, thrown.text]).toEqual([
      'Accept',
      'Accept application/json or application/xml.',
    ])
  }
})
