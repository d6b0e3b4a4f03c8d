import { html } from 'hono/html'

/** The frame of every page of a program: what it loads, the way past its head, and its parts in their order. */
export function frame({ brand, theme, title, top, main, foot }: Frame) {
  return html`<!doctype html>
<html lang="en" data-theme="${theme}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · ${brand}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <header class="top">${top}</header>
    <main id="main">${main}</main>
    <footer>${foot}</footer>
  </body>
</html>`
}

/** What `html` gives: markup whose values are escaped. */
export type Markup = ReturnType<typeof html>

type Frame = { brand: string; theme: string; title: string; top: Markup; main: Markup; foot: Markup }
