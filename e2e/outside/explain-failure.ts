import * as client from 'openid-client'
import { BankSaidNo } from './bank-said-no'

/** Finds the sentence and the status for work with the bank that failed; 500 is a fault of our own. */
export function explainFailure(error: unknown, bankName: string): Explained {
  if (error instanceof BankSaidNo) {
    const sentences = [
      `${bankName} refused what we asked.`,
      ...(error.message === error.code ? [] : [error.message]),
    ]
    return { status: 502, title: 'Your bank said no', sentences, code: error.code }
  }
  if (error instanceof client.ResponseBodyError) {
    const sentences = [`${bankName} refused what we asked.`, error.error_description ?? '']
    return {
      status: 502,
      title: 'Your bank said no',
      sentences: sentences.filter(Boolean),
      code: error.error,
    }
  }
  if (isUnreachable(error)) {
    const sentences = [
      `${bankName} does not answer at the moment. Nothing was changed; please try again in a while.`,
    ]
    return { status: 502, title: 'Your bank did not answer', sentences }
  }
  return {
    status: 500,
    title: 'Something went wrong on our side',
    sentences: ['We have noted it. Please try again.'],
  }
}

const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE']

/** openid-client wraps what the wire threw, and Node tries several addresses: the reason is some causes deep. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    UNREACHABLE.includes(code) || error.message.startsWith('No answer within') || isUnreachable(error.cause)
  )
}

type Explained = { status: 500 | 502; title: string; sentences: string[]; code?: string }
