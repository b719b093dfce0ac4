/** What stands at the end of a name: `temp [°C]`, `wind (m/s)`. */
const AT_END = /(?:\[([^[\]]+)\]|\(([^()]+)\))\s*$/
/** What parts the units of a product or a quotient, and marks powers. */
const BETWEEN = /[\s/·⋅*×.()^]+/u
const POWER = /[-−⁻+]?[\d⁰¹²³⁴-⁹]{1,2}$/u
const NUMBER = /^[-−]?\d+$/u

const words = (text: string) => text.split(' ')

const PREFIXES = words('n µ μ u m c d h k M G T')
const WITH_PREFIX = words(
  'm g s A K mol Hz N Pa J W C V F Ω Ohm ohm S Wb T lm lx Bq Gy Sv L l eV bar cal t B bit Wh Ah VA var M p yr',
)
const ALONE = words(
  '% ‰ ° ′ ″ °C °F ℃ ℉ Å deg degC degF deg_C deg_F degree degrees rad sr cd h hr hrs hour hours d day days wk week weeks month months ' +
    'year years sec second seconds minute minutes min in inch inches ft feet foot yd yard yards mi mile miles mph knot knots kn kt kts lb lbs ' +
    'oz psi atm mmHg inHg ha acre acres gal rpm bpm dB dBA dBm ppm ppb ppt ppmv ppbv PSU psu NTU pH px pixel pixels count counts percent ' +
    'celsius Celsius fahrenheit Fahrenheit kelvin Kelvin meter meters metre metres kilometer kilometers kilometre kilometres volt volts watt watts ' +
    'EUR USD GBP CHF JPY € $ £ ¥ ct',
)
const KNOWN = new Set([...ALONE, ...WITH_PREFIX, ...PREFIXES.flatMap((one) => WITH_PREFIX.map((unit) => one + unit))])

/** As a whole they are mostly other words: the least, within, ante and post meridiem, a country, a power of 1000. */
const OTHER_WORDS = new Set(words('min in am pm us M p t d mi'))
/** Single capitals in parentheses are mostly a name of one of several things; these are mostly units. */
const CLEAR_CAPITALS = new Set(words('C F K V W'))

/** The unit that the name of a column ends with, in brackets or parentheses; null where what stands there is none that is known. */
export function unitOfName(name: string): string | null {
  const [, inBrackets, inParentheses] = AT_END.exec(name) ?? []
  const unit = (inBrackets ?? inParentheses)?.trim()
  if (unit === undefined || OTHER_WORDS.has(unit)) return null
  if (inBrackets === undefined && /^[A-Z]$/.test(unit) && !CLEAR_CAPITALS.has(unit)) return null
  const parts = unit.split(BETWEEN).filter((part) => part !== '' && !NUMBER.test(part))
  return parts.length > 0 && parts.every((part) => KNOWN.has(part) || KNOWN.has(part.replace(POWER, ''))) ? unit : null
}
