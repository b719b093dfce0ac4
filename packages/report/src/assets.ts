import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { errors } from './errors.ts'

/** What every report contains: style sheets and scripts, as text. */
export interface Assets {
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
}

let assets: Assets | undefined

/** Reads uPlot and this package's own style sheet and script, once. */
export function loadAssets(): Assets {
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
  return assets
}

function readAsset(asset: string, locate: () => string | URL): string {
  try {
    return readFileSync(locate(), 'utf8')
  } catch (cause) {
    throw errors.REPORT_ASSET_MISSING({ asset, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
