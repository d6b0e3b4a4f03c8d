import { html } from 'hono/html'
import type { Call } from '../record-call'
import { clockTime } from './dates'

/** The raw calls of the last deed, for whoever wants to see what an app says to a bank. */
export function callsPanel(calls: Call[], timeZone: string) {
  if (calls.length === 0) return ''
  return html`<details class="calls">
    <summary>Calls just made <span class="count">${calls.length}</span></summary>
    <p class="hint">What this app and the bank said to each other, in order. Tokens and codes are cut short.</p>
    <ol>${calls.map((call) => callEntry(call, timeZone))}</ol>
  </details>`
}

function callEntry(call: Call, timeZone: string) {
  const url = new URL(call.url)
  return html`<li>
    <details>
      <summary>
        <span class="verb">${call.method}</span>
        <span class="path">${url.pathname}${call.from === 'bank' ? ' (from the bank)' : ''}</span>
        <span class="status ${isFine(call) ? 'fine' : 'refused'}">${call.status ?? 'no answer'}</span>
      </summary>
      <dl>
        <div><dt>Address</dt><dd><code>${call.url}</code></dd></div>
        <div><dt>Time</dt><dd>${clockTime(call.at, timeZone)}, took ${call.milliseconds} ms</dd></div>
        ${call.requestId ? html`<div><dt>X-Request-ID</dt><dd><code>${call.requestId}</code></dd></div>` : ''}
      </dl>
      ${message('Asked', call.requestHeaders, call.requestBody)}
      ${message('Answered', call.responseHeaders, call.responseBody)}
    </details>
  </li>`
}

function message(title: string, headers: { name: string; value: string }[], body: string) {
  if (headers.length === 0 && body === '') return ''
  const lines = headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
  return html`<p class="label">${title}</p><pre tabindex="0" aria-label="${title}">${[lines, body].filter(Boolean).join('\n\n')}</pre>`
}

function isFine({ status }: Call) {
  return status !== null && status < 400
}
