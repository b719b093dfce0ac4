import type { Option } from './schema.ts'

/** What an option may be, as a phrase after "must be": `an integer of at least 1, or null`. */
export function describeOption(option: Option): string {
  const others = (option.or ?? []).filter((other) => other !== undefined)
  return [describeKind(option), ...others.map((other) => (other === null ? 'null' : `"${other}"`))].join(', or ')
}

function describeKind(option: Option): string {
  switch (option.kind) {
    case 'number':
    case 'integer':
      return describeNumber(option.kind === 'integer' ? 'an integer' : 'a number', option)
    case 'flag':
      return 'true or false'
    case 'text':
      return option.expected ?? (option.empty ? 'a text' : 'a text that is not empty')
    case 'choice':
      return option.of.length === 1 ? JSON.stringify(option.of[0]) : `one of ${option.of.join(', ')}`
    case 'list': {
      const items = `${option.distinct ? ', no two of them the same' : ''}, each ${describeOption(option.item)}`
      return `a list of ${option.length ?? (option.distinct ? 'at least one' : 'values')}${items}`
    }
    case 'record':
      return `an object of values, each ${describeOption(option.item)}`
    default:
      return option.expected ?? 'a function'
  }
}

function describeNumber(what: string, { least, most, above, below }: Extract<Option, { kind: 'number' | 'integer' }>) {
  const shown = (bound: number) => bound.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 15 })
  if (least !== undefined && most !== undefined) return `${what} from ${shown(least)} to ${shown(most)}`
  if (above === 0 && most === undefined && below === undefined)
    return what.replace(' ', ' positive ').replace('an ', 'a ')
  const from = above !== undefined ? `above ${shown(above)}` : least !== undefined ? `of at least ${shown(least)}` : ''
  const to = below !== undefined ? `below ${shown(below)}` : most !== undefined ? `up to ${shown(most)}` : ''
  if (from === '' && to === '') return what === 'a number' ? 'a finite number' : what
  return `${what} ${[from, to].filter((part) => part !== '').join(' and ')}`
}
