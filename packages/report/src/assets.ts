import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { errors } from './errors.ts'

/** What a report contains beside its sections: style sheets, and the scripts that draw its charts, as text. */
export interface Assets {
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
}

let assets: Assets | undefined

/** uPlot and this package's own style sheet and script, which are read once. @param charts whether there is one to draw */
export function loadAssets(charts: boolean): Assets {
  const require = createRequire(import.meta.url)
  assets ??= {
    styles: [
      readAsset('the style sheet of uPlot', () => require.resolve('uplot/dist/uPlot.min.css')),
      readAsset('the style sheet of reports', () => new URL('./page/report.css', import.meta.url)),
    ],
    scripts: [
      readAsset('the script of uPlot', () => require.resolve('uplot/dist/uPlot.iife.min.js')),
      readAsset('the script of reports', () => new URL('./page/charts.js', import.meta.url)),
    ],
  }
  return charts ? assets : { ...assets, scripts: [] }
}

function readAsset(asset: string, locate: () => string | URL): string {
  try {
    // As the browser reads it: it turns other line ends into line feeds before it takes a hash.
    return readFileSync(locate(), 'utf8').replaceAll('\r\n', '\n')
  } catch (cause) {
    throw errors.REPORT_ASSET_MISSING({ asset, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
