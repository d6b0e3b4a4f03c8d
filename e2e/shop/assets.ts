import { CALLS_STYLE } from '../outside/assets'

/** What our pages load besides themselves. */
export const ASSETS = {
  styles: [style('tokens'), style('base'), style('controls'), style('pages'), CALLS_STYLE, style('wide')],
  icon: new URL('./icon.svg', import.meta.url),
}

function style(name: string) {
  return new URL(`./styles/${name}.css`, import.meta.url)
}
