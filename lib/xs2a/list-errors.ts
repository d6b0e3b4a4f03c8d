import type { ErrorCodeFacts } from './error-code'
import { ERROR_CODES, type ErrorCode } from './error-codes'
import { DOOR_MESSAGES, FORBIDDEN_IN_PATH, TPP_MESSAGES } from './tpp-messages'

/** Every code that this interface can answer with, by name, with the statuses at which it really does. */
export function listErrors(): ListedError[] {
  const rows = [...Object.values(TPP_MESSAGES), ...Object.values(DOOR_MESSAGES)]
  const codes = [...new Set(rows.map(([, code]) => code))].sort()
  return codes.map((code) => {
    const statuses = rows.filter(([, other]) => other === code).map(([status]) => status)
    const inPath = FORBIDDEN_IN_PATH.some((refusal) => TPP_MESSAGES[refusal][1] === code) ? [403] : []
    const [, , example] = rows.find(([, other]) => other === code) ?? []
    return {
      ...ERROR_CODES[code],
      code,
      statuses: [...new Set<number>([...statuses, ...inPath])].sort((a, b) => a - b),
      example: example ?? '',
    }
  })
}

export type ListedError = ErrorCodeFacts & { code: ErrorCode; example: string }
