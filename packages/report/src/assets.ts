import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { errors } from './errors.ts'

/** What a report contains beside its sections: style sheets, and the scripts that draw its charts, as text. */
export interface Assets {
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
  /** Scripts that are modules. */
  readonly modules: readonly string[]
}

interface AllAssets {
  readonly styles: readonly string[]
  readonly charts: readonly string[]
  readonly maps: readonly string[]
}

/** What a page of ours does with `liveMap`; another calls it for itself. */
const EVERY_MAP = "for (const figure of document.querySelectorAll('figure.map')) liveMap(figure)\n"

let assets: AllAssets | undefined

/** The style sheets, and the scripts of what there is: uPlot and this package's own, which are read once. */
export function loadAssets({ charts, maps }: { readonly charts: boolean; readonly maps: boolean }): Assets {
  const require = createRequire(import.meta.url)
  assets ??= {
    styles: [
      readAsset('the style sheet of uPlot', () => require.resolve('uplot/dist/uPlot.min.css')),
      readAsset('the style sheet of reports', () => new URL('./page/report.css', import.meta.url)),
      readAsset('the style sheet of maps', () => new URL('./page/map.css', import.meta.url)),
    ],
    charts: [
      readAsset('the script of uPlot', () => require.resolve('uplot/dist/uPlot.iife.min.js')),
      readAsset('the script of reports', () => new URL('./page/charts.js', import.meta.url)),
    ],
    maps: [readAsset('the script of maps', () => new URL('./page/live-map.js', import.meta.url)) + EVERY_MAP],
  }
  return { styles: assets.styles, scripts: charts ? assets.charts : [], modules: maps ? assets.maps : [] }
}

function readAsset(asset: string, locate: () => string | URL): string {
  try {
    // As the browser reads it: it turns other line ends into line feeds before it takes a hash.
    return readFileSync(locate(), 'utf8').replaceAll('\r\n', '\n')
  } catch (cause) {
    throw errors.REPORT_ASSET_MISSING({ asset, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
