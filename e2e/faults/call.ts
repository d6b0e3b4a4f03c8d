import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent, request } from 'node:https'
import type { Instance } from './instances'

/** How a third party and a browser reach an instance. No answer, whatever the reason, is `status` null. */
export function callsOf(tls: { cert: Buffer; key: Buffer; ca: Buffer }) {
  const agent = new Agent({ keepAlive: true, ...tls })
  // A connection of its own for each: one that the door closes meanwhile would look like a lost answer.
  const plain = new PlainAgent({ keepAlive: false })
  return {
    /** Over mutual TLS. */
    third: ({ listener }: Instance, path: string, asked: Asked = {}) =>
      send(request, { agent, host: 'localhost', port: listener, path }, asked),
    /** To the port that stands for the pages'. */
    browser: ({ door }: Instance, path: string, asked: Asked = {}) =>
      send(plainRequest, { agent: plain, host: '127.0.0.1', port: door, path }, asked),
    close: () => {
      agent.destroy()
      plain.destroy()
    },
  }
}

type Sender = typeof request | typeof plainRequest
type Place = { agent: PlainAgent; host: string; port: number; path: string }

function send(ask: Sender, place: Place, { method, headers = {}, body, form, millis = 30_000 }: Asked) {
  const text = form ? new URLSearchParams(form).toString() : body ? JSON.stringify(body) : ''
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  return new Promise<Answer>((resolve) => {
    const nothing = () => resolve({ status: null, headers: {}, text: '', json: {}, code: null })
    const req = ask(
      {
        ...place,
        method: method ?? (text ? 'POST' : 'GET'),
        headers: { ...(text && { 'content-type': type }), accept: 'application/json', ...headers },
        signal: AbortSignal.timeout(millis),
      },
      (res) => {
        let got = ''
        res.on('data', (chunk) => {
          got += chunk
        })
        res.on('error', nothing)
        res.on('end', () => {
          const json = got.startsWith('{') ? JSON.parse(got) : {}
          const code = json.tppMessages?.[0]?.code ?? json.error ?? json.code ?? null
          resolve({ status: res.statusCode ?? null, headers: res.headers, text: got, json, code })
        })
      },
    )
    req.on('error', nothing)
    req.end(text)
  })
}

type Asked = {
  method?: string
  headers?: Record<string, string>
  body?: object
  form?: Record<string, string>
  millis?: number
}
export type Answer = {
  status: number | null
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: an answer is what the bank says; each step states what it expects of it.
  json: any
  code: string | null
}
