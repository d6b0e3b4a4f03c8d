import type { Presented } from '@/lib/eidas/certificate-check'
import { readCertificate } from '@/lib/eidas/parse-certificate'
import * as qc from '@/lib/eidas/qc-statements'

/** A certificate as the checks see it: each of its parts is read once, when the first check asks for it. */
export function presentCertificate(given: Pick<Presented, 'der' | 'use' | 'now'>): Presented {
  let content: Presented['content'] | undefined
  let psd2: Presented['psd2'] | undefined
  return {
    der: given.der,
    use: given.use,
    now: given.now,
    get content() {
      content ??= readCertificate(given.der)
      return content
    },
    get psd2() {
      psd2 ??= readPsd2Statement(this.content)
      return psd2
    },
  }
}

/** The first one: that there is no second is a check of its own. */
function readPsd2Statement({ qcStatements }: Presented['content']): qc.Psd2QcType {
  const statement = qcStatements.find(({ statementId }) => statementId === qc.PSD2_STATEMENT)
  return qc.readDer(statement?.statementInfo ?? new ArrayBuffer(), qc.Psd2QcType)
}
