import { html } from 'hono/html'
import type { Call } from '../../outside/record-call'
import { layout, type Site } from './layout'

/** A plain sentence for an outcome that has nothing else to show, and a way on. */
export function messagePage({ site, title, sentences, calls, code }: MessagePage) {
  return layout({
    site,
    title,
    calls,
    children: html`
      <section class="message">
        <h1>${title}</h1>
        ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
        ${code ? html`<p class="hint">The bank’s word for it: <code>${code}</code></p>` : ''}
        <p><a class="button" href="/">Back to the shop</a></p>
      </section>`,
  })
}

type MessagePage = {
  site: Site
  title: string
  sentences: string[]
  calls?: Call[] | undefined
  code?: string | undefined
}
