import { makeZoo } from '@/e2e/zoo/make-zoo'
import { ZOO_FILES } from '@/e2e/zoo/zoo-files'

const { authorities, certificates } = makeZoo(ZOO_FILES)
console.log(`e2e/zoo/files: ${authorities} CAs and ${certificates} certificates.`)
