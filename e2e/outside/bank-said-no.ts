/** The bank answered, and the answer is no: `code` is the Berlin Group word or the OAuth error, as it stood in the answer. */
export class BankSaidNo extends Error {
  readonly status: number
  readonly code: string

  constructor({ status, code, text }: { status: number; code: string; text: string }) {
    super(text === '' ? code : text)
    this.name = 'BankSaidNo'
    this.status = status
    this.code = code
  }
}
