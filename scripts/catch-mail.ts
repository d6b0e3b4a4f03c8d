import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

const KEPT_MAX = 500
const MAIL_BYTES_MAX = 1_000_000
const HOST = '127.0.0.1'

/** Catches mail on a port of this machine and shows it at `origin`, the newest first; kept while the program runs. */
export async function catchMail({ smtpPort, origin, bank }: CatchMail): Promise<{ close(): Promise<void> }> {
  const caught: Caught[] = []
  const keep = (mail: Email) => {
    const again = caught.some(({ messageId }) => messageId === mail.messageId)
    const to = mail.to?.map(({ address }) => address ?? '').join(', ') ?? ''
    const { subject = '', text: words = '', messageId = '' } = mail
    caught.unshift({ at: new Date(), to, subject, words, messageId, again })
    caught.splice(KEPT_MAX)
  }
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MAIL_BYTES_MAX,
    logger: false,
    onData: (stream, _session, done) => {
      void text(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(keep)
        .then(
          () => done(),
          (thrown) => done(thrown as Error),
        )
    },
  })
  smtp.on('error', () => undefined)
  smtp.listen(smtpPort, HOST)
  await once(smtp.server, 'listening')
  const web = serve({ fetch: pages(caught, bank).fetch, hostname: HOST, port: Number(new URL(origin).port) })
  await once(web, 'listening')
  return {
    close: async () => {
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => web.close(() => resolve())),
      ])
    },
  }
}

/** The list, of one address with `?to=`, and each mail as it was written. */
function pages(caught: readonly Caught[], bank: string): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    )
  })
  app.get('/', (context) => {
    const to = context.req.query('to')?.trim() ?? ''
    const shown = caught.filter((mail) => mail.to.includes(to))
    return context.html(page(bank, to, shown))
  })
  return app
}

function page(bank: string, to: string, shown: readonly Caught[]) {
  const mails = shown.map(
    (mail) => html`<li><article>
      <h2>${mail.subject}</h2>
      <p class="quiet">To ${mail.to} · <time datetime="${mail.at.toISOString()}">${mail.at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>${mail.again ? ' · sent again' : ''}</p>
      ${mail.words
        .trim()
        .split(/\n{2,}/)
        .slice(1)
        .map((paragraph) => html`<p dir="auto">${linked(paragraph)}</p>`)}
    </article></li>`,
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mail of the demonstration</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d5d3cc, #4a4d52); --quiet: light-dark(#595954, #b4b6b8); background: light-dark(#fff, #16181b); color: light-dark(#1c1d1f, #e8e9eb) }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 0 .5rem } h2 { font-size: 1.0625rem; margin: 0 }
ol { list-style: none; padding: 0; margin: 1.5rem 0 0 } li { border-top: 1px solid var(--line); padding: 1rem 0 }
li p { margin: .5rem 0 0 } .quiet { color: var(--quiet); font-size: .9375rem }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin-top: 1rem }
input, button { font: inherit; min-height: 2.75rem; padding: 0 .75rem; border: 1.5px solid light-dark(#76746d, #8d9094); border-radius: 8px; background: Canvas; color: CanvasText }
label { flex: 1 1 14rem } input { display: block; width: 100%; box-sizing: border-box; margin-top: .25rem }
</style></head>
<body><main>
<h1>Mail of the demonstration</h1>
<p>What ${bank} sends to its customers is caught here. Nothing leaves this machine, and a restart forgets it.</p>
<form><label>Address<input name="to" value="${to}" autocomplete="off" spellcheck="false"></label><button>Show</button></form>
${shown.length === 0 ? html`<p>No mail yet.</p>` : html`<ol>${mails}</ol>`}
</main></body></html>`
}

/** An address on a line of its own words becomes a link; everything else stays text. */
const linked = (paragraph: string) =>
  paragraph
    .split(/(https?:\/\/[^\s]+)/)
    .map((part) => (/^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : html`${part}`))

type Caught = { at: Date; to: string; subject: string; words: string; messageId: string; again: boolean }
type CatchMail = { smtpPort: number; origin: string; bank: string }
