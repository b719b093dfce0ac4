import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** A chart, as Vega-Lite has it in plain data, as a file of its own. */
export function toSvg(specification: object): Promise<string> {
  const { spec } = compile(specification as TopLevelSpec)
  return new View(parse(spec), { renderer: 'none' }).toSVG()
}
