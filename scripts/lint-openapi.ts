import { Ruleset, Spectral } from '@stoplight/spectral-core'
import ruleset from '@/.spectral'
import { openApiFile } from '@/lib/xs2a/openapi-file'

// npm run lint:openapi: the contract by the OpenAPI rules and OWASP's API rules. Any finding, warnings too, is a fault.
const spectral = new Spectral()
spectral.setRuleset(new Ruleset(ruleset))
const findings = await spectral.run(openApiFile())
for (const { code, message, path, severity } of findings)
  console.error(`${severity} ${String(code)} ${path.join('.')}: ${message}`)
console.log(`Spectral: ${findings.length} findings`)
if (findings.length > 0) process.exitCode = 1
