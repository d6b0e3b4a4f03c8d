import type { ErrorCode } from './error-codes'

/** What an answer with this code looks like: its messages, `text` being what it says by itself. */
export function exampleMessages(code: ErrorCode, text: string): [ExampleMessage, ...ExampleMessage[]] {
  const category = 'ERROR'
  if (code !== 'FORMAT_ERROR') return [{ category, code, text }]
  return [
    { category, code, path: 'X-Request-ID', text: 'X-Request-ID must be a UUID.' },
    {
      category,
      code,
      path: 'PSU-IP-Address',
      text: "PSU-IP-Address must be the customer's IPv4 or IPv6 address.",
    },
  ]
}

type ExampleMessage = { category: 'ERROR'; code: ErrorCode; path?: string; text: string }
